// What can be taken away: the link, the picture, the rows with their clusters, the run.
import { byId } from './dom.js';
import { rowsOf } from './metric.js';
import { fullPage, lightPage } from './pages.js';
import { plain } from './plane.js';
import { count } from './words.js';

/** @param page  { state, plot, player, engine, data(), table() } */
export function createShare({ state, plot, player, engine, data, table }) {
  const dialog = byId('share');
  const said = byId('share-said');
  const pages = {
    light: async () => lightPage(data(), table(), player.trace, await components(), state.fragment()),
    full: () => fullPage(data(), state.fragment()),
  };
  const made = {};                                // the pages as files, made when the dialog opens
  byId('share-open').addEventListener('click', () => {
    said.textContent = '';
    byId('share-link').value = link();
    for (const id of ['csv', 'json', 'animation', 'light', 'full']) byId(`share-${id}`).disabled = !player.trace?.done;
    for (const name of Object.keys(pages)) byId(`share-${name}`).disabled ||= !fits();
    for (const id of ['svg', 'animation']) byId(`share-${id}`).disabled ||= !engine.computes;
    byId('share-page-text').textContent = pageText();
    dialog.showModal();
    if (player.trace?.done && fits()) measure();
  });
  byId('share-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  byId('share-link').addEventListener('focus', event => event.target.select());

  byId('share-copy').addEventListener('click', async () => {
    byId('share-link').select();
    try {
      await navigator.clipboard.writeText(link());
      said.textContent = 'Copied.';
    } catch {
      said.textContent = 'The browser does not let the page copy; the link is selected: press Ctrl+C.';
    }
  });
  byId('share-png').addEventListener('click', async () => save(await plot.picture(), 'png'));
  byId('share-svg').addEventListener('click', () => draw(player.h, 'svg'));
  byId('share-animation').addEventListener('click', () => draw(-1, 'run.svg'));
  for (const name of Object.keys(pages))
    byId(`share-${name}`).addEventListener('click', () => save(made[name], name === 'light' ? 'run.html' : 'html'));
  byId('share-csv').addEventListener('click', () => save(new Blob(csv(table(), labels()), { type: 'text/csv' }), 'csv'));
  byId('share-json').addEventListener('click', () =>
    save(new Blob([JSON.stringify(run(), null, 1)], { type: 'application/json' }), 'json'));

  /** The address of what is shown; the token of a served page is not part of it. */
  const link = () => `${location.href.split(/[?#]/)[0]}${state.fragment()}`;

  /** Saves a half-step, or at −1 the whole run, as the engine draws it. */
  async function draw(h, kind) {
    const raw = h >= 0 && state.shows('w');
    try {
      const svg = await engine.picture(state.values, {
        h, plane: plain(plot.plane, state.shows('r')), raw, truth: raw && state.shows('c'), title: data().title,
        lines: state.shows('l'), tails: state.shows('t'),
      });
      const many = table().n > MOST_SHAPES ? ` Its ${count(table().n)} points are one image inside it.` : '';
      save(new Blob([svg], { type: 'image/svg+xml' }), kind, many);
    } catch (error) {
      if (error.name !== 'AbortError') said.textContent = error.message;
    }
  }

  function pageText() {
    if (!fits())
      return `A page holds its data, and ${count(table().values.length)} values are too many for it: at most ${count(MOST_VALUES)}. ` +
        'Save a picture, or choose columns.';
    const whose = /^(file:|served$)/.test(data().d) ? `${data().title} goes with it, all of it.` : 'The data goes with it.';
    if (!engine.computes) return `It opens without a network. ${whose} This page has no engine, so what it saves has none.`;
    return `It opens without a network and shows what is shown now. ${whose} With the engine it still computes.`;
  }

  const fits = () => table().values.length <= MOST_VALUES;

  /** Makes the pages, and says how large they are. */
  async function measure() {
    for (const name of Object.keys(pages)) byId(`share-${name}`).disabled = true;
    for (const [name, make] of Object.entries(pages)) {
      if (name === 'full' && !engine.computes) continue;
      const button = byId(`share-${name}`), size = button.querySelector('small');
      size.textContent = '…';
      try {
        made[name] = await make();
        size.textContent = bytes(made[name].size);
        button.disabled = false;
      } catch (error) {
        size.textContent = '';
        said.textContent = error.message;
      }
    }
  }

  /** The principal components where the page can show them; null where it cannot. */
  const components = () => table().d > 2 ? engine.components(state.values.scale).catch(() => null) : null;

  const labels = () => player.trace.labels(player.h >> 1);

  const run = () => ({
    data: data().title, link: link(), columns: table().columns, settings: player.trace.settings, done: player.trace.done,
    steps: player.trace.steps.map(({ original, counts, inertia, changed, movement, final }, step) => ({
      step, inertia, changed, movement: final ? null : movement, counts: [...counts], centroids: rowsOf(original, table().d),
    })),
    labels: [...player.trace.labels(player.trace.length - 1)],
  });

  function save(blob, kind, more = '') {
    const address = URL.createObjectURL(blob);
    const name = data().title.replace(/\.[a-z]+$/i, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'lloyd';
    Object.assign(document.createElement('a'), { href: address, download: `${name}.${kind}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    said.textContent = `Saved as ${name}.${kind}, ${bytes(blob.size)}.${more}`;
  }
}

const MOST_SHAPES = 20_000;                       // as in Svg.cs
const MOST_VALUES = 5_000_000;                    // as in OfflinePage.cs

const bytes = size => size < 1e6 ? `${Math.max(1, Math.round(size / 1e3))}\u202fkB` : `${(size / 1e6).toFixed(1)}\u202fMB`;

const ROWS_A_PART = 10_000;

/** The table with a column `cluster`, counted from 0 as `lloyd fit --labels` does, in parts of many rows. */
function csv({ n, d, columns, values }, labels) {
  const quoted = name => /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
  const parts = [`${[...columns.map(quoted), 'cluster'].join(',')}\n`];
  for (let first = 0; first < n; first += ROWS_A_PART) {
    let part = '';
    for (let i = first; i < Math.min(first + ROWS_A_PART, n); i++)
      part += `${values.subarray(i * d, (i + 1) * d).join(',')},${labels[i]}\n`;
    parts.push(part);
  }
  return parts;
}
