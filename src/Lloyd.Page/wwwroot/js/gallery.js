// The built-in data as small pictures, drawn from the points themselves: what the data menu names, to be seen before it is
// chosen; and where own data can be dropped. In a dialog, and in the plot's place while there is no data.
import { byId, element } from './dom.js';
import { drawPoints } from './draw.js';
import { Engine } from './engine.js';
import { PAINT } from './painted.js';
import { columnsPlane, componentsPlane, project } from './plane.js';
import { SAMPLES } from './samples.js';
import { createView } from './view.js';
import { plural } from './words.js';

const WIDTH = 144, HEIGHT = 96, FINE = 2;         // a picture is drawn twice as large, so that points are small in it
const MARGIN = { left: 8, right: 8, top: 8, bottom: 8 };
const PLAIN_METRIC = { offsets: [], ranges: [] };

/** @param menu  see data.js */
export function createGallery(menu) {
  const dialog = byId('gallery');
  const tiles = SAMPLES.map(({ d, title }) => tile(title, () => choose(d)));
  let drawn = null;                               // the colours that the pictures have

  byId('gallery-list').append(...tiles.map(({ item }) => item));
  byId('gallery-open').addEventListener('click', open);
  byId('gallery-close').addEventListener('click', () => dialog.close());
  byId('gallery-paint').addEventListener('click', () => choose(PAINT));
  byId('gallery-file').addEventListener('click', () => { dialog.close(); menu.open(); });
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  document.addEventListener('drop', () => dialog.close());

  /** Shows it instead of the plot, or the plot again. */
  function replacePlot(isEmpty) {
    byId('plot').hidden = isEmpty;
    byId('nothing').hidden = !isEmpty;
    document.body.toggleAttribute('data-empty', isEmpty);
    if (isEmpty) fill(byId('nothing'));
  }

  function choose(d) {
    dialog.close();
    menu.pick(d);
  }

  function open() {
    fill(dialog);
    dialog.showModal();
    tiles[0].item.querySelector('button').focus();
  }

  function fill(place) {
    place.append(byId('gallery-body'));
    const colours = getComputedStyle(document.body).backgroundColor;
    if (drawn === colours) return;
    drawn = colours;
    draw(colours);
  }

  /** Draws the pictures one by one, with an engine of its own. */
  async function draw(colours) {
    const engine = new Engine();
    for (const [i, sample] of SAMPLES.entries()) {
      try {
        const table = await engine.load((await menu.find(sample.d)).source);
        const plane = table.d > 2 ? componentsPlane(await engine.components(sample.settings.scale)) : columnsPlane(table, PLAIN_METRIC, 0, 1);
        if (colours !== drawn) break;
        picture(tiles[i].canvas, table, plane);
        tiles[i].size.textContent = plural(table.n, 'point') + (table.d > 2 ? ` · ${plural(table.d, 'column')}` : '');
      } catch {
        tiles[i].size.textContent = 'no picture';   // what is wrong with it is said when it is chosen
      }
    }
    engine.close();
  }

  return { replacePlot };
}

function tile(title, choose) {
  const canvas = element('canvas', { width: 1, height: 1 });
  const size = element('small', { textContent: '…' });
  const button = element('button', { type: 'button', onclick: choose }, canvas, element('span', {}, title), size);
  return { canvas, size, item: element('li', {}, button) };
}

/** Draws points by their true clusters, where these are known. */
function picture(canvas, table, plane) {
  const ratio = Math.ceil(window.devicePixelRatio || 1) / FINE;
  [canvas.width, canvas.height] = [FINE * WIDTH * ratio, FINE * HEIGHT * ratio];
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const view = createView(plane, project(plane, table), FINE * WIDTH, FINE * HEIGHT, MARGIN);
  drawPoints(context, view, table.n, table.truth.length > 0 ? table.truth : null);
}
