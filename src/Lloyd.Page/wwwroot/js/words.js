// Numbers and sentences for people.
import { moves } from './measure.js';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = n => grouped.format(n);
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** Things in words: 1, 2 and 3. */
export const list = things => things.length < 2 ? String(things[0] ?? '') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;

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
  'farthest': 'each the point farthest from those before',
  'hand': 'placed by hand',
};

/** What happened at half-step h. */
export function sentence(trace, h) {
  const { t, isUpdate, counts, inertia, changed } = trace.at(h);
  if (h === 0) {
    const hand = trace.settings.init !== 'hand' && /^0[mad]/.test(trace.settings.e) ? ', and changed by hand' : '';
    return `Step 0, assign: ${plural(counts.length, 'centroid')}, ${STARTS[trace.settings.init]}${hand}; ` +
      `each of the ${plural(trace.n, 'point')} joins the nearest. Inertia ${short(inertia)}.${trace.settings.init === 'hand' ? ' Click to place another.' : ''}`;
  }
  const before = trace.inertia(h - 1);
  const from = short(before) === short(inertia) ? '' : `${short(before)} to `;
  const gained = `inertia ${from}${short(inertia)} (${percent(before, inertia)})`;
  if (isUpdate) {
    const [cluster, way] = largestMove(trace, t);
    return `Step ${t}, update: each centroid moves to the mean of its points; ${gained}; ` +
      (way > 0 ? `largest move: centroid ${cluster + 1}.` : 'none has moved.');
  }
  if (changed.length === 0) return `Step ${t}, assign: no point changed cluster; inertia ${short(inertia)}.`;
  return `Step ${t}, assign: ${count(changed.length)} of ${plural(trace.n, 'point')} changed cluster; ${gained}.`;
}

/** What became of points that are exactly as far from several centroids; nothing where there are none. */
export function tieSentence(ties) {
  if (!ties?.length) return '';
  if (ties.length > 1)
    return ` ${count(ties.length)} points are exactly as far from several centroids; each tie goes to the lowest number.`;
  const [{ clusters }] = ties;
  return ` One point is exactly as far from centroids ${list(clusters.map(j => j + 1))}; the tie goes to ${clusters[0] + 1}, the lowest number.`;
}

/** Which centroid the update of step t moves most, and how far, in the metric. */
function largestMove(trace, t) {
  const ways = moves(trace, t);
  const largest = ways.reduce((high, way) => Math.max(high, way), 0);
  return [ways.indexOf(largest), largest];
}

/** Why the run ended, or that it has not. */
export function ending(trace) {
  if (!trace.done) return { title: 'Running', text: `${plural(trace.length, 'step')} so far.` };
  const step = trace.steps.at(-1);
  const { iter, tol } = trace.settings;
  const made = trace.length - 1;
  const updates = plural(made, 'update');
  const empty = step.counts.filter(size => size === 0).length;
  const surplus = empty === 0 ? '' : ` ${plural(empty, 'cluster')} ${empty === 1 ? 'has' : 'have'} no points.`;
  if (tol === 'none')
    return { title: 'Done', text: `${updates}, as many as were asked for.${surplus}` };
  if (step.changed === 0)
    return { title: 'Converged', text: `After ${updates} no point changes cluster any more.${surplus}` };
  if (made >= iter)
    return { title: 'Stopped at the limit', text: `${updates} were allowed, and points still change cluster.${surplus}` };
  return { title: 'Converged', text: `After ${updates} the centroids move less than the tolerance ${tol}.${surplus}` };
}
