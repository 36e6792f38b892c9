// A place as the image that its columns are the pixels of, row by row.
import { ranges } from './measure.js';
import { ink } from './palette.js';

/** What turns places into images of [width, height] pixels: the least and the greatest value of a table are its white and
 *  black. Nothing where the columns are not such pixels. */
export function imageOf(size, table) {
  if (size?.[0] * size?.[1] !== table.d) return null;
  const spans = ranges(table);
  return { size, low: Math.min(...spans.map(([low]) => low)), high: Math.max(...spans.map(([, high]) => high)) };
}

/** Draws a place in original units, so many CSS pixels wide and from a corner on. */
export function drawTile(context, { size: [columns, rows], low, high }, place, left, top, width) {
  const side = width / columns;
  context.fillStyle = ink('surface');
  context.fillRect(left, top, width, side * rows);
  context.fillStyle = ink('ink');
  place.forEach((value, i) => {
    context.globalAlpha = Math.min(1, Math.max(0, (value - low) / (high - low)));
    context.fillRect(left + side * (i % columns), top + side * Math.floor(i / columns), side, side);
  });
  context.globalAlpha = 1;
}

/** Draws a place into a canvas of its own, a device pixel or more for each of the image. */
export function fillTile(canvas, image, place, width) {
  const ratio = window.devicePixelRatio || 1, [columns, rows] = image.size;
  const side = Math.ceil(width * ratio / columns);
  [canvas.width, canvas.height] = [side * columns, side * rows];
  drawTile(canvas.getContext('2d'), image, place, 0, 0, canvas.width);
}
