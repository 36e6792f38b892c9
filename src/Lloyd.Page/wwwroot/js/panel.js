// The panel beside the plot: the numbers of the step, the clusters, and why the run stopped.
import { byId, element } from './dom.js';
import { hue, swatch } from './palette.js';
import { count, ending, short } from './words.js';

export function createPanel(player) {
  let rows = [];

  function numbers() {
    const { trace, t } = player;
    const step = trace.steps[t];
    byId('inertia').textContent = short(step.inertia);
    byId('changed').textContent = t === 0 ? '–' : count(step.changed);
    byId('movement').textContent = step.final ? '–' : short(step.movement);
    const { title, text } = ending(trace);
    byId('ending').dataset.state = title.toLowerCase().split(' ')[0];
    byId('ending-title').textContent = title;
    byId('ending-text').textContent = text;
  }

  function clusters() {
    const { counts } = player.trace.steps[player.t];
    if (rows.length !== counts.length) {
      rows = Array.from(counts, (_, cluster) => row(cluster));
      byId('clusters').replaceChildren(...rows.map(({ tr }) => tr));
    }
    const most = counts.reduce((high, size) => Math.max(high, size), 1);
    counts.forEach((size, cluster) => {
      rows[cluster].size.textContent = size === 0 ? 'empty' : count(size);
      rows[cluster].share.textContent = `${Math.round(100 * size / player.trace.n)}\u202f%`;
      rows[cluster].bar.style.width = `${100 * size / most}%`;
    });
  }

  function failed() {
    for (const id of ['inertia', 'changed', 'movement']) byId(id).textContent = '–';
    byId('clusters').replaceChildren();
    rows = [];
    byId('ending').dataset.state = 'failed';
    byId('ending-title').textContent = 'No run';
    byId('ending-text').textContent = 'These settings and these points do not fit together.';
  }

  player.addEventListener('failed', failed);
  player.addEventListener('step', () => { numbers(); clusters(); });
  player.addEventListener('grown', numbers);
  return { redraw() { rows = []; if (player.trace?.length) clusters(); } };
}

function row(cluster) {
  const bar = element('span', { className: 'bar' });
  bar.style.backgroundColor = hue(cluster);
  const size = element('td', { className: 'size' });
  const share = element('td', { className: 'share' });
  const name = element('th', { scope: 'row' }, swatch(cluster), element('span', {}, String(cluster + 1)));
  return { tr: element('tr', {}, name, element('td', { className: 'bars' }, bar), size, share), bar, size, share };
}
