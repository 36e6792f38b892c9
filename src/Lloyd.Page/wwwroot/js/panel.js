// The panel beside the plot: the numbers of the step, the clusters, and why the run stopped.
import { byId, element } from './dom.js';
import { inertiaByCluster, isInertiaKnown, moves } from './measure.js';
import { originals } from './metric.js';
import { hue, swatch } from './palette.js';
import { fillTile } from './tile.js';
import { count, ending, short } from './words.js';

/**
 * @param table  a function that gives the table on the page
 * @param image  one that gives what a place looks like, or nothing: see tile.js
 * @param {(cluster: number) => void} pick  told which cluster was picked
 * @param {(cluster: number) => void} see   told which is pointed at, or has the focus; −1: none any more
 */
export function createPanel(player, { table, image, pick, see }) {
  let rows = [];
  let selected = -1;
  let timer = 0;

  function numbers() {
    const { trace, h } = player;
    const { isUpdate, inertia, changed, movement } = trace.at(h);
    byId('inertia').textContent = short(inertia);
    byId('changed').textContent = h === 0 || isUpdate ? '–' : count(changed.length);
    byId('movement').textContent = isUpdate ? short(movement) : '–';
    const { title, text } = ending(trace);
    byId('ending').dataset.state = title.toLowerCase().split(' ')[0];
    byId('ending-title').textContent = title;
    byId('ending-text').textContent = text;
  }

  function clusters() {
    const { trace, h } = player;
    const moment = trace.at(h), { counts, t } = moment;
    const ways = h === 0 ? [] : moves(trace, h % 2 === 1 ? t : t - 1);
    if (rows.length !== counts.length) {
      rows = Array.from(counts, (_, cluster) => row(cluster, pick, see));
      mark(selected);
      byId('clusters').replaceChildren(...rows.map(({ tr }) => tr));
    }
    const most = counts.reduce((high, size) => Math.max(high, size), 1);
    const looks = image(), places = looks && originals(moment);
    counts.forEach((size, cluster) => {
      rows[cluster].tile.hidden = !looks;
      if (looks) fillTile(rows[cluster].tile, looks, places[cluster], TILE);
      rows[cluster].size.textContent = size === 0 ? 'empty' : count(size);
      rows[cluster].way.textContent = ways.length === counts.length ? short(ways[cluster]) : '–';
      rows[cluster].bar.style.width = `${100 * size / most}%`;
    });
    clearTimeout(timer);
    if (table().values.length <= AT_ONCE || isInertiaKnown(trace, h)) return shares();
    for (const { share } of rows) share.textContent = '…';
    timer = setTimeout(shares, REST);
  }

  /** The share of each cluster in the inertia. */
  function shares() {
    const { trace, h } = player;
    if (!trace.length) return;                    // another run has begun meanwhile
    const inertia = trace.inertia(h);
    const inertias = inertiaByCluster(table(), trace, h);
    rows.forEach(({ share }, cluster) => {
      share.textContent = inertia > 0 ? `${Math.round(100 * inertias[cluster] / inertia)}\u202f%` : '–';
    });
  }

  /** Shows which centroid keys move. */
  function mark(cluster) {
    selected = cluster;
    rows.forEach(({ button }, i) => button.setAttribute('aria-pressed', String(i === selected)));
  }

  function failed({ detail: { title, text } }) {
    for (const id of ['inertia', 'changed', 'movement']) byId(id).textContent = '–';
    clearTimeout(timer);
    byId('clusters').replaceChildren();
    rows = [];
    byId('ending').dataset.state = 'failed';
    byId('ending-title').textContent = title;
    byId('ending-text').textContent = text;
  }

  player.addEventListener('failed', failed);
  player.addEventListener('step', () => { numbers(); clusters(); });
  player.addEventListener('grown', numbers);
  return { mark, redraw() { rows = []; if (player.trace?.length) clusters(); } };
}

const TILE = 32;
const AT_ONCE = 1_000_000;                        // values that are looked at for every step; more only where one stays,
const REST = 150;                                 // for so many ms

function row(cluster, pick, see) {
  const bar = element('span', { className: 'bar' });
  bar.style.backgroundColor = hue(cluster);
  const size = element('td', { className: 'size' });
  const share = element('td', { className: 'share' });
  const way = element('td', { className: 'way' });
  const tile = element('canvas', { className: 'tile', hidden: true });
  const button = element('button', { type: 'button', className: 'pick', title: 'Pick this centroid: arrows move it, Delete removes it' },
    swatch(cluster), element('span', {}, String(cluster + 1)), tile);
  button.setAttribute('aria-label', `Centroid ${cluster + 1}`);
  button.addEventListener('click', () => pick(button.getAttribute('aria-pressed') === 'true' ? -1 : cluster));
  const name = element('th', { scope: 'row' }, button);
  const tr = element('tr', {}, name, element('td', { className: 'bars' }, bar), size, share, way);
  for (const type of ['pointerenter', 'focusin']) tr.addEventListener(type, () => see(cluster));
  for (const type of ['pointerleave', 'focusout']) tr.addEventListener(type, () => see(-1));
  return { button, tr, bar, size, share, way, tile };
}
