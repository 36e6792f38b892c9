// The plane that is shown of d columns. It lies in the metric of the run, where distances decide; points are projected on it
// at right angles, and its own places (u, v) are how far they are from its origin along its two axes.
//
//   plane { metric { offsets, ranges }, origin, axes: [a, b], units: [{ size, from }, …], names, alike, isCut, words }
//
// origin, a and b are d numbers in the metric, a and b of length 1 and at right angles (with one column b is 0). What is
// written along an axis is u · size + from; axes whose scales differ by less than `alike` get the same one; frame: the
// ranges that they show, where those do not come from the points. isCut: whether the
// regions that the plane cuts are worth showing; words: which plane it is, where there are others.
import { toMetric, toOriginal } from './metric.js';
import { means } from './measure.js';
import { list } from './words.js';

const ROUND = 2;                                  // columns of about one scale get the same: circles are round
const METRIC = [{ size: 1, from: 0 }, { size: 1, from: 0 }];

const column = (t, d) => Float64Array.from({ length: d }, (_, i) => i === t ? 1 : 0);
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const sum = (a, factor, b) => a.map((value, i) => value + factor * b[i]);

/** The plane along two columns, counted from 0, through the mean of the points; y is −1 where there is only one. With more
 *  columns most points and centroids are far off it, and the regions that it cuts would mislead. */
export function columnsPlane(table, { offsets, ranges }, x, y) {
  const { d, columns } = table, metric = { offsets, ranges };
  const shown = y < 0 ? [x] : [x, y];
  const origin = d > 2 ? means(table).map((mean, t) => shown.includes(t) ? 0 : toMetric(metric, mean, t)) : new Float64Array(d);
  // A constant column is 0 in the metric wherever it is drawn, so any size will do.
  const unit = t => t < 0 || ranges.length === 0 ? METRIC[0] : { size: ranges[t] || 1, from: offsets[t] };
  return {
    metric, origin, axes: [column(x, d), column(y, d)], units: [unit(x), unit(y)], names: shown.map(t => columns[t]),
    alike: table.frame ? Infinity : ROUND, frame: table.frame, isCut: d <= 2, words: '',
  };
}

/** The plane of the first two principal components. */
export function componentsPlane({ offsets, ranges, mean, directions, shares }) {
  const d = mean.length;
  const names = [0, 1].map(i => `PC${i + 1} (${(100 * shares[i]).toFixed(1)}\u202f% of variance)`);
  return {
    metric: { offsets, ranges }, origin: mean, axes: [directions.slice(0, d), directions.slice(d)], units: METRIC, names,
    alike: Infinity, isCut: true, words: 'the plane of the first two principal components',
  };
}

/** The plane through centroids of a moment. With fewer than three, or three in a line, columns take the place of what is
 *  missing. It is turned so that the column which varies most goes to the right: the same plane is always the same picture. */
export function centroidsPlane(table, moment, which) {
  const { d, columns } = table, { centroids, offsets, ranges } = moment, metric = { offsets, ranges };
  const [first, ...others] = which.map(j => centroids.slice(j * d, (j + 1) * d));
  const varied = byVariance(table, ranges);
  const [e, f] = orthonormal([...others.map(other => sum(other, -1, first)), ...varied.map(t => column(t, d))]);
  const [across, up] = varied;
  const length = Math.hypot(e[across], f[across]);
  const turn = length > 1e-9 ? [e[across] / length, f[across] / length] : [1, 0];
  const a = e.map((value, t) => turn[0] * value + turn[1] * f[t]);
  const b = f.map((value, t) => turn[0] * value - turn[1] * e[t]);
  const axes = [a, b[up] < 0 ? b.map(value => -value) : b];
  const away = means(table).map((mean, t) => toMetric(metric, mean, t) - first[t]);
  const origin = axes.reduce((place, axis) => sum(place, dot(away, axis), axis), first);
  return {
    metric, origin, axes, units: METRIC, names: [`towards ${columns[across]}`, 'at right angles to it'], alike: Infinity,
    isCut: true, words: `the plane through ${which.length === 1 ? 'centroid' : 'centroids'} ${list(which.map(j => j + 1))}`,
  };
}

/** All columns, the one that varies most in the metric first. */
function byVariance({ shares }, ranges) {
  const variances = Array.from(shares, (share, t) => ranges.length === 0 ? share : ranges[t] > 0 ? share / ranges[t] ** 2 : 0);
  return variances.map((_, t) => t).sort((t, u) => variances[u] - variances[t] || t - u);
}

/** The first two directions that are not along each other, made orthonormal. */
function orthonormal(directions) {
  const found = [];
  for (const direction of directions) {
    // Twice is enough to be at right angles to the last digit.
    const rest = [...found, ...found].reduce((left, axis) => sum(left, -dot(left, axis), axis), direction);
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-9 * Math.sqrt(dot(direction, direction))) found.push(rest.map(value => value / length));
    if (found.length === 2) break;
  }
  return found;
}

/** Where a place in the metric is seen in the plane: [u, v]. */
export const seen = ({ origin, axes }, z) => axes.map(axis => axis.reduce((sum, part, t) => sum + part * (z[t] - origin[t]), 0));

/** The squared distance of a place in the metric from the plane. */
export function height({ origin, axes: [a, b] }, z, [u, v]) {
  return origin.reduce((sum, from, t) => sum + (z[t] - from - u * a[t] - v * b[t]) ** 2, 0);
}

/** What is written along the axes at (u, v), and back. */
export const written = ({ units }, place) => units.map(({ size, from }, i) => place[i] * size + from);
export const read = ({ units }, place) => units.map(({ size, from }, i) => (place[i] - from) / size);

/** Where all points of a table are seen, as written along each axis. */
export function project({ origin, axes, units, metric }, { n, d, values }) {
  return axes.map((axis, which) => {
    const { size, from } = units[which], places = new Float64Array(n);
    const parts = Int32Array.from([...axis.keys()].filter(t => axis[t] !== 0));
    for (let i = 0; i < n; i++) {                 // millions of times: no closures, no iterators
      let sum = 0;
      for (let p = 0; p < parts.length; p++) {
        const t = parts[p];
        sum += axis[t] * (toMetric(metric, values[i * d + t], t) - origin[t]);
      }
      places[i] = sum * size + from;
    }
    return places;
  });
}

/** A place in original units, moved within the plane to where it is seen at (u, v): its distance from the plane stays. */
export function moved(plane, place, [u, v]) {
  const { axes: [a, b], metric: { ranges } } = plane;
  const [fromU, fromV] = seen(plane, inMetric(plane, place));
  return place.map((x, t) => x + (ranges.length === 0 ? 1 : ranges[t]) * ((u - fromU) * a[t] + (v - fromV) * b[t]));
}

/** The place in the plane itself that is seen at (u, v), in original units. */
export function lifted({ origin, axes: [a, b], metric }, [u, v]) {
  return origin.map((from, t) => toOriginal(metric, from + u * a[t] + v * b[t], t));
}

/** A place in original units, in the metric. */
export const inMetric = ({ metric }, place) => Float64Array.from(place, (x, t) => toMetric(metric, x, t));

/** A plane as plain numbers and words, for whoever draws it; its regions only where they are wanted. */
export const plain = ({ metric: { offsets, ranges }, origin, axes: [across, up], units, names, alike, isCut, words }, regions) => ({
  offsets: [...offsets], ranges: [...ranges], origin: [...origin], across: [...across], up: [...up],
  units: units.flatMap(({ size, from }) => [size, from]), names, hasOneScale: alike === Infinity, showsRegions: regions && isCut,
  words: isCut ? words : '',
});
