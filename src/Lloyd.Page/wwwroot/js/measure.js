// What can be measured of a step from what is on the page: only to be shown, so plain sums will do.

/** Remembers what was found of each table. */
function once(find) {
  const known = new WeakMap();
  return table => {
    if (!known.has(table)) known.set(table, find(table));
    return known.get(table);
  };
}

/** The mean of each column. */
export const means = once(({ n, d, values }) => {
  const sums = new Float64Array(d);
  for (let at = 0; at < n * d; at += d) for (let t = 0; t < d; t++) sums[t] += values[at + t];
  return sums.map(sum => sum / n);
});

/** The lowest and the highest value of each column. */
export const ranges = once(({ n, d, values }) => {
  const found = Array.from({ length: d }, () => [Infinity, -Infinity]);
  for (let i = 0; i < n * d; i++) {
    const range = found[i % d];
    if (values[i] < range[0]) range[0] = values[i];
    if (values[i] > range[1]) range[1] = values[i];
  }
  return found;
});

const COUNTED = 10;                               // rows, from which on a column that counts them does so hardly by chance

/** The columns that only count the rows: every value is one more than that before it. */
export const rowNumbers = once(({ n, d, values }) => n < COUNTED ? [] : Array.from({ length: d }, (_, t) => t).filter(t => {
  for (let at = t + d; at < n * d; at += d) if (values[at] !== values[at - d] + 1) return false;
  return true;
}));

const byStep = new WeakMap();                     // a step → what was found of its two halves

/** Whether `inertiaByCluster` is known already. */
export const isInertiaKnown = (trace, h) => byStep.get(trace.steps[h >> 1])?.[h % 2] !== undefined;

/** Σ of the squared distances of the points of each cluster to its centroid at half-step h, in the metric. */
export function inertiaByCluster(table, trace, h) {
  const step = trace.steps[h >> 1];
  if (!byStep.has(step)) byStep.set(step, []);
  return byStep.get(step)[h % 2] ??= find(table, trace.at(h), trace.labels(h >> 1));
}

function find({ n, d, values }, moment, labels) {
  const { centroids, counts } = moment;
  const offsets = Float64Array.from({ length: d }, (_, t) => moment.offsets[t] ?? 0);
  const factors = Float64Array.from({ length: d }, (_, t) =>
    moment.ranges.length === 0 ? 1 : moment.ranges[t] && 1 / moment.ranges[t]);
  const found = new Float64Array(counts.length);
  for (let i = 0, at = 0; i < n; i++) {
    const own = labels[i] * d;
    let sum = 0;
    for (let t = 0; t < d; t++, at++) {
      const difference = (values[at] - offsets[t]) * factors[t] - centroids[own + t];
      sum += difference * difference;
    }
    found[labels[i]] += sum;
  }
  return found;
}

/** How far the update of step t moves each centroid, in the metric. */
export function moves(trace, t) {
  const from = trace.steps[t].centroids, to = trace.steps[t + 1].arrived, k = trace.steps[t].counts.length;
  const d = from.length / k;
  return Array.from({ length: k }, (_, j) => {
    let sum = 0;
    for (let i = j * d; i < (j + 1) * d; i++) sum += (to[i] - from[i]) ** 2;
    return Math.sqrt(sum);
  });
}
