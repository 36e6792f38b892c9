// Parallel coordinates of the centroids (A. Inselberg, "The plane with parallel coordinates", 1985): every column is an
// upright axis from its lowest to its highest value, every centroid a line across all of them. Single values are read with the
// pointer, or with arrow keys.
import { byId } from './dom.js';
import { ranges } from './measure.js';
import { originals } from './metric.js';
import { edge } from './palette.js';
import { label, shape } from './svg.js';
import { short } from './words.js';

const HEIGHT = 160, LEFT = 6, RIGHT = 24, TOP = 8;
const LETTER = 6.4;                               // pixels, about
const LINE = 13;
const VALUES_UP_TO = 8;
const NUMBERS_UP_TO = 12, AXES_UP_TO = 80;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };      // columns, centroids

/** @param table  a function that gives the table on the page */
export function createParallel(player, table) {
  const svg = byId('parallel');
  let width = 0, bottom = HEIGHT;                 // where axes end
  let places = [], lines = [];                    // per centroid its values in original units, and its line
  let seen = -1, picked = -1;
  let read = -1;                                  // the column whose value is read

  const across = t => LEFT + (width - LEFT - RIGHT) * t / (table().d - 1);
  const up = (value, t) => {
    const [low, high] = ranges(table())[t];
    return bottom - (bottom - TOP) * (high > low ? (value - low) / (high - low) : 0.5);
  };

  function draw() {
    if (!table()) return;
    const { trace, h } = player, { d, columns } = table();
    const isThere = d > 2 && Boolean(trace?.length);
    byId('parallel-section').hidden = !isThere;
    if (!isThere) return;
    width = svg.clientWidth;
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    svg.toggleAttribute('data-dense', d > 20);
    svg.setAttribute('aria-label', `The centroids in all ${d} columns, each from its lowest to its highest value. ` +
      'Left and right go from column to column, up and down from centroid to centroid.');
    bottom = HEIGHT - (fit(columns) ? 2 : 1) * LINE - 9;
    places = originals(trace.at(h));
    read = Math.min(read, d - 1);
    lines = places.map((place, j) => shape('polyline', {
      class: 'line', stroke: edge(j), points: place.map((value, t) => `${across(t).toFixed(1)},${up(value, t).toFixed(1)}`).join(' '),
    }));
    const axes = d > AXES_UP_TO ? [] : columns.map((_, t) =>
      shape('line', { class: 'axis', x1: across(t), x2: across(t), y1: TOP, y2: bottom }));
    svg.replaceChildren(...axes, ...names(columns), ...numbers(), ...lines);
    mark();
  }

  /** Whether all names have room, on two lines by turns. The outermost begin or end at the edge, so one and a half count. */
  const fit = columns => columns.every(name => 1.5 * name.length * LETTER < 2 * (across(1) - across(0)));

  /** The names of the columns, where there is room for all, else of the first and the last. */
  function names(columns) {
    const last = columns.length - 1, fits = fit(columns), most = Math.floor(width / 2 / LETTER);
    return columns.map((_, t) => t).filter(t => fits || t === 0 || t === last).map(t => {
      const name = columns[t].length > most ? `${columns[t].slice(0, most - 1)}…` : columns[t];
      const y = bottom + 14 + (fits && t % 2 === 1 ? LINE : 0);
      return t === 0 ? label(0, y, 'start', name) : t === last ? label(width, y, 'end', name) : label(across(t), y, 'middle', name);
    });
  }

  /** The number of each centroid where its line ends; where ends are close together they make room for each other. */
  function numbers() {
    if (places.length > NUMBERS_UP_TO) return [];
    const last = table().d - 1;
    const ends = places.map((place, j) => ({ j, y: up(place[last], last) })).sort((a, b) => a.y - b.y);
    const gap = Math.min(LINE, bottom / ends.length);
    ends.forEach((end, i) => { if (i > 0) end.y = Math.max(end.y, ends[i - 1].y + gap); });
    ends.reverse().forEach((end, i) => { end.y = Math.min(end.y, i > 0 ? ends[i - 1].y - gap : bottom - 4); });
    return ends.map(({ j, y }) => label(width - RIGHT + 8, y + 4, 'start', String(j + 1), 'number'));
  }

  /** Stands one line out, and says its values, or the one that is read. */
  function mark() {
    const which = seen >= 0 ? seen : picked;
    svg.toggleAttribute('data-marked', which in lines);
    lines.forEach((line, j) => line.toggleAttribute('data-seen', j === which));
    svg.querySelector('.here')?.remove();
    if (which in lines) svg.append(lines[which]);         // above the others
    if (which in lines && read >= 0)
      svg.append(shape('circle', { class: 'here', cx: across(read), cy: up(places[which][read], read), r: 4, fill: edge(which) }));
    byId('parallel-text').textContent = which in lines ? said(which) : 'Each column from its lowest to its highest value.';
  }

  function said(which) {
    const { columns, d } = table();
    const all = read >= 0 ? [read] : d <= VALUES_UP_TO ? [...columns.keys()] : [];
    return all.length === 0 ? `Centroid ${which + 1}, from ${columns[0]} to ${columns[d - 1]}: point at it, or Tab to it, to read values.`
      : `Centroid ${which + 1}: ${all.map(at => `${columns[at]} ${short(places[which][at])}`).join(', ')}.`;
  }

  for (const type of ['pointerdown', 'pointermove']) svg.addEventListener(type, event => {
    const { left, top } = svg.getBoundingClientRect(), last = table().d - 1;
    const share = (event.clientX - left - LEFT) / (width - LEFT - RIGHT);
    read = Math.max(0, Math.min(last, Math.round(share * last)));
    const away = places.map(place => Math.abs(up(place[read], read) - (event.clientY - top)));
    seen = away.indexOf(Math.min(...away));
    mark();
  });
  svg.addEventListener('pointerleave', ({ pointerType }) => { if (pointerType !== 'touch') see(-1); });     // a finger has only touched it
  svg.addEventListener('focus', () => {
    if (!svg.matches(':focus-visible')) return;
    [seen, read] = [Math.max(0, picked), 0];
    mark();
  });
  svg.addEventListener('blur', () => see(-1));
  svg.addEventListener('keydown', event => {
    const way = WAYS[event.key];
    if (!way && event.key !== 'Home' && event.key !== 'End' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const last = table().d - 1;
    read = event.key === 'Home' ? 0 : event.key === 'End' ? last : Math.max(0, Math.min(last, read + way[0]));
    seen = Math.max(0, Math.min(places.length - 1, Math.max(0, seen) + (way?.[1] ?? 0)));
    mark();
  });
  for (const type of ['step', 'failed']) player.addEventListener(type, draw);
  new ResizeObserver(() => { if (svg.clientWidth !== width && width > 0) draw(); }).observe(svg);

  function see(cluster) {
    [seen, read] = [cluster, -1];
    mark();
  }

  return {
    /** Tells which centroid is pointed at elsewhere, or has the focus; −1: none. */
    see,
    /** Tells which centroid is picked; −1: none. */
    pick(cluster) { picked = cluster; mark(); },
    redraw() { if (table()) draw(); },
  };
}
