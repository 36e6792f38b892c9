// From numbers along two axes to places on the screen and back. Fixed by the points, the plane and the size of the plot:
// points never move while a run is played in one plane.

export const MARGIN = { left: 58, right: 16, top: 32, bottom: 42 };
const AIR = 0.06;                                 // around the outermost points, as a share of their range

/** The view of points in a plane: `places` are their numbers along each axis (see plane.js). */
export function createView({ names, alike, frame }, places, width, height, margin = MARGIN) {
  const ends = [[margin.left, width - margin.right], [height - margin.bottom, margin.top]];
  const ranges = frame ?? places.map(rangeOf);
  const scales = ranges.map(([low, high], i) => Math.abs(ends[i][1] - ends[i][0]) / (high - low));
  const least = Math.min(...scales);
  if (names.length > 1 && Math.max(...scales) < alike * least) scales.fill(least);
  const [x, y] = places.map((values, i) => axis(values, names[i], ranges[i], ends[i], scales[i]));
  return { x, y, width, height };
}

/** The lowest and the highest of some values, and some air. */
function rangeOf(values) {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  if (!(low < high)) {                            // a constant column, or none
    const middle = Number.isFinite(low) ? low : 0;
    const half = Math.abs(middle) / 2 || 1;
    [low, high] = [middle - half, middle + half];
  }
  const air = (high - low) * AIR;
  return [low - air, high + air];
}

/** An axis of so many pixels to the unit, the range in its middle; without a name nothing is written along it. */
function axis(values, name, range, [from, to], size) {
  const scale = to < from ? -size : size;
  const middle = (range[0] + range[1]) / 2, half = Math.abs(to - from) / size / 2;
  const low = middle - half, high = middle + half;
  return {
    name, low, high, from, to,
    place: value => from + (value - low) * scale,
    value: place => low + (place - from) / scale,
    at: i => values[i],
  };
}

const grouped = (value, digits) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  .replace('-', '−');

/** Round numbers along an axis, about one per `gap` pixels. */
export function ticks({ low, high, from, to }, gap) {
  const rough = (high - low) / Math.max(2, Math.abs(to - from) / gap);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find(factor => factor * power >= rough) * power;
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) found.push(i * step || 0);       // not −0
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const wide = Math.max(Math.abs(low), Math.abs(high)) >= 1e6 || step < 1e-5;
  return found.map(value => ({ value, text: wide ? value.toExponential(1).replace('-', '−') : grouped(value, digits) }));
}
