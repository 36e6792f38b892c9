// Inertia over the steps of the run; a click goes to the step.
import { byId } from './dom.js';
import { short } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300, HEIGHT = 124, LEFT = 6, RIGHT = 6, TOP = 10, BOTTOM = 20;

export function createChart(player) {
  const svg = byId('chart');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  const across = t => LEFT + (WIDTH - LEFT - RIGHT) * t / Math.max(1, player.trace.last);

  svg.addEventListener('click', event => {
    if (!player.trace?.length) return;
    const { left, width } = svg.getBoundingClientRect();
    const x = (event.clientX - left) / width * WIDTH;
    player.go(Math.round((x - LEFT) / (WIDTH - LEFT - RIGHT) * player.trace.last));
  });

  function draw() {
    const { trace, t } = player;
    if (!trace?.length) return svg.replaceChildren();
    const most = trace.steps.reduce((high, step) => Math.max(high, step.inertia), 0) || 1;
    const up = inertia => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * inertia / most;
    const corners = trace.steps.map((step, i) => `${across(i).toFixed(2)},${up(step.inertia).toFixed(2)}`);
    const here = trace.steps[t];
    const dots = trace.length > 60 ? [] : trace.steps.map((step, i) =>
      shape('circle', { class: 'dot', cx: across(i), cy: up(step.inertia), r: 2.2 }));
    svg.replaceChildren(
      shape('line', { class: 'base', x1: LEFT, x2: WIDTH - RIGHT, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }),
      shape('polygon', { class: 'area', points:
        `${across(0)},${HEIGHT - BOTTOM} ${corners.join(' ')} ${across(trace.last)},${HEIGHT - BOTTOM}` }),
      shape('polyline', { class: 'curve', points: corners.join(' ') }),
      ...dots,
      label(LEFT, 'start', '0'), label(WIDTH - RIGHT, 'end', String(trace.last)),
      shape('line', { class: 'now', x1: across(t), x2: across(t), y1: TOP - 4, y2: HEIGHT - BOTTOM }),
      shape('circle', { class: 'here', cx: across(t), cy: up(here.inertia), r: 5 }));
    svg.setAttribute('aria-label',
      `Inertia over ${trace.length} steps: ${short(trace.steps[0].inertia)} at first, ${short(here.inertia)} at step ${t}, ` +
      `${short(trace.steps.at(-1).inertia)} at the end.`);
  }

  for (const type of ['step', 'grown', 'failed']) player.addEventListener(type, draw);
}

function label(x, anchor, text) {
  const made = shape('text', { x, y: HEIGHT - 4, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
