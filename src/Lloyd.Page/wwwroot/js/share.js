// What can be taken away: the link, the picture, the rows with their clusters, the run.
import { byId } from './dom.js';
import { rowsOf } from './metric.js';

/** @param page  { state, plot, player, title(), table() }: title is a function that names the data */
export function createShare({ state, plot, player, title, table }) {
  const dialog = byId('share');
  const said = byId('share-said');
  byId('share-open').addEventListener('click', () => {
    said.textContent = '';
    byId('share-link').value = link();
    for (const id of ['share-csv', 'share-json']) byId(id).disabled = !player.trace?.length;
    dialog.showModal();
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
  byId('share-csv').addEventListener('click', () => save(new Blob(csv(table(), labels()), { type: 'text/csv' }), 'csv'));
  byId('share-json').addEventListener('click', () =>
    save(new Blob([JSON.stringify(run(), null, 1)], { type: 'application/json' }), 'json'));

  /** The address of what is shown; the token of a served page is not part of it. */
  const link = () => `${location.origin}${location.pathname}${state.fragment()}`;

  const labels = () => player.trace.labels(player.h >> 1);

  const run = () => ({
    data: title(), link: link(), columns: table().columns, settings: player.trace.settings, done: player.trace.done,
    steps: player.trace.steps.map(({ original, counts, inertia, changed, movement, final }, step) => ({
      step, inertia, changed, movement: final ? null : movement, counts: [...counts], centroids: rowsOf(original, table().d),
    })),
    labels: [...player.trace.labels(player.trace.length - 1)],
  });

  function save(blob, kind) {
    const address = URL.createObjectURL(blob);
    const name = title().replace(/\.[a-z]+$/i, '').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'lloyd';
    Object.assign(document.createElement('a'), { href: address, download: `${name}.${kind}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    said.textContent = `Saved as ${name}.${kind}.`;
  }
}

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
