// Very many points as pixels. Which of the points in a pixel gives it its colour is drawn once for a view, each with the same
// chance, so that no cluster hides another because its rows come later. Then a picture costs as much as the plot has pixels,
// however many points there are, and playing never looks at them all.
import { edge, ink, rgb } from './palette.js';

export const SHAPES_UP_TO = 20_000;               // more points than this are drawn as pixels,
export const ALIKE_UP_TO = 3_000_000;             // and more than this the darker the more there are in one
const FAINTEST = 0.3;                             // how dark the pixel of a single point is then

/** Draws every point as a pixel of the page, in the colour of its label; without labels all alike. */
export function drawPixels(context, view, n, labels) {
  const { width, height } = context.canvas;
  view.pixels ??= find(view, n, width, height);   // points stay while a view does
  const { places, rows, shades, image } = view.pixels;
  const pixels = new Uint32Array(image.data.buffer);
  const colours = [];
  for (let i = 0; i < places.length; i++) {
    const cluster = labels ? labels[rows[i]] : 0;
    pixels[places[i]] = shades[i] << 24 | (colours[cluster] ??= colour(labels ? edge(cluster) : ink('point')));
  }
  context.putImageData(image, 0, 0);
}

function colour(name) {
  const [r, g, b] = rgb(name);
  return b << 16 | g << 8 | r;
}

/** The places that points fall on, the row that each shows, and how dark it is: from the whole image's pixels to a list. */
function find(view, n, width, height) {
  const counts = new Uint32Array(width * height), shown = new Int32Array(width * height);
  fall(view, n, width, Math.max(1, Math.round(width / view.width)), counts, shown);
  let taken = 0, most = 2;
  for (const count of counts) {
    if (count > 0) taken++;
    if (count > most) most = count;
  }
  const places = new Int32Array(taken), rows = new Int32Array(taken), shades = new Uint8Array(taken);
  for (let place = 0, i = 0; place < counts.length; place++) {
    if (counts[place] === 0) continue;
    places[i] = place;
    rows[i] = shown[place];
    shades[i++] = n <= ALIKE_UP_TO ? 255 : 255 * (FAINTEST + (1 - FAINTEST) * Math.log(counts[place]) / Math.log(most));
  }
  return { places, rows, shades, image: new ImageData(width, height) };
}

/** Has every point fall on its pixel, or on a square of them where the screen is fine; each new one there takes the place of
 *  the one before with the chance 1 / count (J. S. Vitter, "Random sampling with a reservoir", 1985). */
function fall({ x, y, width: cssWidth }, n, width, size, counts, shown) {
  const ratio = width / cssWidth;
  let random = 1;                                 // G. Marsaglia, "Xorshift RNGs", 2003
  for (let i = 0; i < n; i++) {
    const corner = Math.round(y.place(y.at(i)) * ratio) * width + Math.round(x.place(x.at(i)) * ratio);
    for (let down = 0; down < size; down++)
      for (let place = corner + down * width, end = place + size; place < end; place++) {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        if ((random >>> 0) * ++counts[place] < 2 ** 32) shown[place] = i;
      }
  }
}
