// Points that are exactly as far from two centroids. The library gives each to the lower number; distances are computed here
// as it defines them (see docs/algorithm.md), so what is equal there is equal here.
import { toMetric } from './metric.js';

const MOST = 4_000_000;                           // differences to look at: about 10 ms
const found = new WeakMap();                      // the labels that a step brought → its ties

/** The points whose nearest centroids are several: { row, clusters }; null where there is too much to look at. */
export function tiesOf(table, step, labels) {
  if (table.n * step.centroids.length > MOST) return null;
  if (!found.has(step.to)) found.set(step.to, find(table, step, labels));
  return found.get(step.to);
}

function find({ n, d, values }, step, labels) {
  const { centroids } = step, k = centroids.length / d, ties = [], z = new Float64Array(d);
  for (let row = 0; row < n; row++) {
    for (let t = 0; t < d; t++) z[t] = toMetric(step, values[row * d + t], t);
    const least = distance(z, centroids, labels[row] * d, Infinity), clusters = [];
    for (let j = 0; j < k; j++) if (distance(z, centroids, j * d, least) === least) clusters.push(j);
    if (clusters.length > 1) ties.push({ row, clusters });
  }
  return ties;
}

/** The squared distance to the centroid that begins at `at`, or something above `enough`. */
function distance(z, centroids, at, enough) {
  let sum = 0;
  for (let t = 0; t < z.length && sum <= enough; t++) {
    const difference = z[t] - centroids[at + t];
    sum += difference * difference;
  }
  return sum;
}
