// Numbers and sentences for people.

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = n => grouped.format(n);
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** A number to about three digits. */
export function short(x) {
  if (!Number.isFinite(x)) return '–';
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits, power] = x.toExponential(2).split('e');
    return `${minus(digits)} × 10${[...String(Number(power))].map(c => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] ?? '⁻').join('')}`;
  }
  if (size >= 1000) return minus(grouped.format(x));
  return minus(String(Number(x.toPrecision(3)) === 0 ? 0 : x.toPrecision(3)));
}

const minus = text => text.replace('-', '−');

function percent(from, to) {
  const share = (to - from) / from * 100;
  if (!Number.isFinite(share) || share === 0) return 'unchanged';
  const size = Math.abs(share);
  const digits = size >= 1 ? Math.round(size) : size >= 0.01 ? size.toPrecision(1) : 'less than 0.01';
  return `${share < 0 ? '−' : '+'}${digits}\u202f%`;
}

const STARTS = {
  'random': 'drawn at random from the points',
  'k-means++': 'drawn far apart by k-means++',
};

/** What happened at step t. */
export function sentence(trace, t) {
  const step = trace.steps[t];
  const { k, init } = trace.settings;
  if (t === 0)
    return `Step 0: ${plural(k, 'centroid')}, ${STARTS[init]}; each of the ${plural(trace.n, 'point')} ` +
      `joins the nearest. Inertia ${short(step.inertia)}.`;
  const before = trace.steps[t - 1].inertia;
  if (step.changed === 0)
    return `Step ${t}: no point changed cluster; inertia ${short(step.inertia)}.`;
  return `Step ${t}: ${count(step.changed)} of ${plural(trace.n, 'point')} changed cluster; ` +
    `inertia ${short(before)} to ${short(step.inertia)} (${percent(before, step.inertia)}).`;
}

/** Why the run ended, or that it has not. */
export function ending(trace) {
  if (!trace.done) return { title: 'Running', text: `${plural(trace.length, 'step')} so far.` };
  const step = trace.steps.at(-1);
  const { iter, tol } = trace.settings;
  const updates = plural(trace.last, 'update');
  const empty = step.counts.filter(size => size === 0).length;
  const surplus = empty === 0 ? '' : ` ${plural(empty, 'cluster')} ${empty === 1 ? 'has' : 'have'} no points.`;
  if (tol === 'none')
    return { title: 'Done', text: `${updates}, as many as were asked for.${surplus}` };
  if (step.changed === 0)
    return { title: 'Converged', text: `After ${updates} no point changes cluster any more.${surplus}` };
  if (trace.last >= iter)
    return { title: 'Stopped at the limit', text: `${updates} were allowed, and points still change cluster.${surplus}` };
  return { title: 'Converged', text: `After ${updates} the centroids move less than the tolerance ${tol}.${surplus}` };
}
