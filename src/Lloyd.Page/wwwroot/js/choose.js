// Choose k: for k = 2 … 15 the inertia and the silhouette, of the best of some seeds and as a band over all, beside the
// silhouette of points spread evenly over the same box; and what can be said from it in a sentence.
import { byId } from './dom.js';
import { Survey } from './survey.js';
import { label, press, shape } from './svg.js';
import { count, short } from './words.js';

const FIRST = 2, LAST = 15, SEEDS = 10, SAMPLE = 500;
const HEIGHT = 150, LEFT = 46, RIGHT = 12, TOP = 22, BOTTOM = 24;
const STANDS_OUT = 0.1;                           // a silhouette this much above that of evenly spread points
const NEARLY = 0.03;                              // silhouettes this near are told together

/** The run of the lowest inertia is what k can do; a bad start is not the fault of k. */
const best = ({ inertias }) => inertias.indexOf(Math.min(...inertias));

/** A start that was placed by hand is one of its own k only. */
const drawn = init => init === 'hand' ? 'k-means++' : init;

export class Choose extends Survey {
  #data;
  #found = new Map();                             // k → { inertias, silhouettes, even }, seed by seed

  /** @param data  a function that gives { source, n } of the data on the page */
  constructor(state, data) {
    super({
      name: 'choose', state, source: () => data().source, keys: ['d', 'cols', 'init', 'scale', 'empty', 'tol', 'iter'],
      chart: 'choose-inertia', pace: 1,
    });
    this.#data = data;
  }

  *runs() {
    for (let seed = 0; seed < SEEDS; seed++)
      for (let k = FIRST; k <= Math.min(LAST, this.#data().n - 1); k++) yield { k, seed };
  }

  ask(engine, settings) { return engine.judge({ ...settings, init: drawn(settings.init) }, SAMPLE); }

  take({ k }, { inertia, silhouette, even }) {
    if (!this.#found.has(k)) this.#found.set(k, { inertias: [], silhouettes: [], even: [] });
    const here = this.#found.get(k);
    here.inertias.push(inertia);
    here.silhouettes.push(silhouette);
    here.even.push(even);
  }

  clear() { this.#found.clear(); }

  get isEmpty() { return this.#found.size === 0; }

  /** What has been found: [{ k, inertias, silhouettes, even }]. */
  get found() { return [...this.#found].map(([k, found]) => ({ k, ...found })); }

  // ---- the picture --------------------------------------------------------------------------------------------

  paint() {
    const found = this.found;
    this.#chart('choose-inertia', 'Inertia', found.map(each => ({ k: each.k, values: each.inertias, best: best(each) })), [], 0);
    this.#chart('choose-silhouette', 'Silhouette', found.map(each => ({ k: each.k, values: each.silhouettes, best: best(each) })),
      found.map(({ k, even }) => ({ k, values: even })), Math.min(0, ...found.flatMap(({ silhouettes }) => silhouettes)));
    byId('choose-run').textContent = this.isRunning ? 'Stop' : 'Run again';
    byId('choose-text').textContent = this.#sentence(found);
  }

  #chart(id, title, curve, other, least) {
    const svg = byId(id);
    const width = Math.max(280, svg.clientWidth);
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    const most = Math.max(...[...curve, ...other].flatMap(({ values }) => values), 1e-300);
    const across = k => LEFT + (width - LEFT - RIGHT) * (k - FIRST) / (LAST - FIRST);
    const up = value => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - least) / (most - least || 1);
    const points = pairs => pairs.map(([k, value]) => `${across(k).toFixed(1)},${up(value).toFixed(1)}`).join(' ');
    const parts = [
      shape('line', { class: 'base', x1: LEFT, x2: width - RIGHT, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }),
      label(LEFT, 12, 'start', title, 'name'), label(LEFT - 6, up(most) + 4, 'end', curve.length ? short(most) : ''),
    ];
    for (let k = FIRST; k <= LAST; k++) {
      const here = press(shape('g', { class: k === this.state.values.k ? 'k shown' : 'k' }), `Show k = ${k}`, () => this.state.set({ k, init: drawn(this.state.values.init) }));
      here.append(shape('rect', { x: across(k) - 11, y: TOP - 6, width: 22, height: HEIGHT - TOP + 6, rx: 6 }), label(across(k), HEIGHT - 8, 'middle', String(k)));
      parts.push(here);
    }
    if (curve.length > 0) {
      const low = curve.map(({ k, values }) => [k, Math.min(...values)]), high = curve.map(({ k, values }) => [k, Math.max(...values)]);
      parts.push(
        shape('polygon', { class: 'band', points: `${points(high)} ${points(low.reverse())}` }),
        shape('polyline', { class: 'curve', points: points(curve.map(({ k, values, best }) => [k, values[best]])) }),
        ...curve.map(({ k, values, best }) => shape('circle', { class: 'dot', cx: across(k), cy: up(values[best]), r: 3 })));
    }
    if (other.length > 0)
      parts.push(shape('polyline', { class: 'even', points: points(other.map(({ k, values }) => [k, median(values)])) }));
    svg.replaceChildren(...parts);
    svg.setAttribute('aria-label', `${title} by k: ${curve.map(({ k, values, best }) => `${k}: ${short(values[best])}`).join(', ')}`);
  }

  #sentence(found) {
    if (found.length === 0) return this.isRunning ? 'Running …' : 'How many clusters are there?';
    const { n } = this.#data();
    const judged = found.map(each => ({ k: each.k, own: each.silhouettes[best(each)], even: median(each.even) }));
    const first = judged.reduce((high, each) => each.own > high.own ? each : high);
    const of = n > SAMPLE ? `, of ${count(SAMPLE)} points drawn from ${count(n)}` : '';
    const seeds = Math.min(...found.map(({ silhouettes }) => silhouettes.length));
    const done = this.isRunning ? ` ${count(seeds)} of ${SEEDS} seeds done.` : '';
    if (first.own - first.even < STANDS_OUT)
      return `No k stands out: the highest silhouette is ${first.own.toFixed(2)} at k = ${first.k}${of}, and points spread evenly over ` +
        `the same box reach ${first.even.toFixed(2)}.${done}`;
    const near = judged.filter(each => each !== first && first.own - each.own < NEARLY);
    const also = near.length === 0 ? '' : `; k = ${near.map(({ k }) => k).join(', ')} ${near.length === 1 ? 'is' : 'are'} nearly as good`;
    return `k = ${first.k} has the highest silhouette (${first.own.toFixed(2)}${of}; evenly spread points: ` +
      `${first.even.toFixed(2)})${also}.${done}`;
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
