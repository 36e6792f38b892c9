// Inertia over the half-steps of the run; a click goes there.
import { byId } from './dom.js';
import { label, shape } from './svg.js';
import { short } from './words.js';

const WIDTH = 300, HEIGHT = 124, LEFT = 6, RIGHT = 6, TOP = 10, BOTTOM = 20;

export function createChart(player) {
  const svg = byId('chart');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  const across = h => LEFT + (WIDTH - LEFT - RIGHT) * h / Math.max(1, player.trace.last);

  svg.addEventListener('click', event => {
    if (!player.trace?.length) return;
    const { left, width } = svg.getBoundingClientRect();
    const x = (event.clientX - left) / width * WIDTH;
    player.go(Math.round((x - LEFT) / (WIDTH - LEFT - RIGHT) * player.trace.last));
  });

  function draw() {
    const { trace, h } = player;
    if (!trace?.length) return svg.replaceChildren();
    const inertias = Array.from({ length: trace.last + 1 }, (_, i) => trace.inertia(i));
    const most = inertias.reduce((high, inertia) => Math.max(high, inertia), 0) || 1;
    const up = inertia => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * inertia / most;
    const corners = inertias.map((inertia, i) => `${across(i).toFixed(2)},${up(inertia).toFixed(2)}`);
    const dots = inertias.length > 80 ? [] : inertias.map((inertia, i) =>
      shape('circle', { class: 'dot', cx: across(i), cy: up(inertia), r: i % 2 === 0 ? 2.2 : 1.3 }));
    svg.replaceChildren(
      shape('line', { class: 'base', x1: LEFT, x2: WIDTH - RIGHT, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }),
      shape('polygon', { class: 'area', points:
        `${across(0)},${HEIGHT - BOTTOM} ${corners.join(' ')} ${across(trace.last)},${HEIGHT - BOTTOM}` }),
      shape('polyline', { class: 'curve', points: corners.join(' ') }),
      ...dots,
      label(LEFT, HEIGHT - 4, 'start', '0'), label(WIDTH - RIGHT, HEIGHT - 4, 'end', String(trace.last >> 1)),
      shape('line', { class: 'now', x1: across(h), x2: across(h), y1: TOP - 4, y2: HEIGHT - BOTTOM }),
      shape('circle', { class: 'here', cx: across(h), cy: up(inertias[h]), r: 5 }));
    svg.setAttribute('aria-label',
      `Inertia over ${trace.length} steps: ${short(inertias[0])} at first, ${short(inertias[h])} at step ${h >> 1}, ` +
      `${short(inertias.at(-1))} at the end.`);
  }

  for (const type of ['step', 'grown', 'failed']) player.addEventListener(type, draw);
}
