// Painted points as a link names them. A coordinate is a whole number of tenths from the moment it is painted, and stands
// in the link as two digits of base 64: what comes back are the same bits.
import { PLAIN } from './samples.js';

export const PAINT = 'paint:';
export const MOST = 20_000;                       // points on a picture,
const MOST_IN_LINK = 1000;                        // and in a link
const LOWEST = -1024, HIGHEST = LOWEST + 64 ** 2 - 1;         // tenths
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const kept = new Map();                           // d → points that are too many for a link

export const isPainted = d => d.startsWith(PAINT);
export const tenths = value => Math.min(HIGHEST, Math.max(LOWEST, Math.round(10 * value)));

/** The name of points (x, y, x, y, … in tenths). */
export function nameOf(points) {
  if (points.length <= 2 * MOST_IN_LINK)
    return PAINT + points.map(value => DIGITS[(value - LOWEST) >> 6] + DIGITS[(value - LOWEST) & 63]).join('');
  const name = `${PAINT}*${kept.size + 1}`;
  kept.set(name, points);
  return name;
}

/** The points that a name stands for. */
export function pointsOf(name) {
  if (kept.has(name)) return kept.get(name);
  const text = name.slice(PAINT.length);
  if (text.startsWith('*'))
    throw new Error('This link shows points that its sender has painted, more than a link carries. Ask for them as a CSV file.');
  if (!/^([\w-]{4})*$/.test(text)) throw new Error('The painted points of this link cannot be read: a part of it is missing.');
  return text.match(/../g)?.map(([high, low]) => LOWEST + 64 * DIGITS.indexOf(high) + DIGITS.indexOf(low)) ?? [];
}

/** Points as data of the page: a board of 100 × 100 that stays where it is. */
export const paintedData = (d, points = pointsOf(d)) => ({
  title: 'Painted points', d, settings: PLAIN, isPainted: true, frame: [[0, 100], [0, 100]],
  source: { values: Float64Array.from(points, value => value / 10), columns: ['x', 'y'] },
  notes: [
    ...points.length > 2 * MOST_IN_LINK
      ? [`a link carries up to ${MOST_IN_LINK} painted points, so it does not carry these: save them as CSV under “Save or share”`] : [],
    ...points.length >= 2 * MOST ? [`these are ${MOST} points, as many as can be painted`] : [],
  ],
});
