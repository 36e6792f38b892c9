// Many starts: the ends of runs from many seeds, random above k-means++, on one axis of inertia. Ends that are equal to the
// last bit are one dot; a click replays a run that ends there.
import { byId } from './dom.js';
import { Survey } from './survey.js';
import { label, press, shape } from './svg.js';
import { count, plural, short } from './words.js';

const SEEDS = 100;
const ROWS = ['random', 'k-means++'];
const ROW = 62, LEFT = 92, RIGHT = 24, AXIS = 26;
const HALO = 22;
const BAD = 1.02;                                 // an end this much above the best is a bad one

export class Starts extends Survey {
  #ends = [];                                     // { init, seed, inertia, centroids }
  #turn = 0;

  /** @param source  a function that gives what the engine loads */
  constructor(state, source) {
    super({ name: 'starts', state, source, keys: ['d', 'cols', 'k', 'scale', 'empty', 'tol', 'iter'], chart: 'starts-chart', pace: 10 });
    byId('starts-bad').addEventListener('click', () => this.showBad());
  }

  *runs() {
    for (let seed = 0; seed < SEEDS; seed++)
      for (const init of ROWS) yield { init, seed };
  }

  ask(engine, settings) { return engine.end(settings); }

  take(settings, end) { this.#ends.push({ ...settings, ...end }); }

  clear() { this.#ends = []; }

  get isEmpty() { return this.#ends.length === 0; }

  /** What has been found: { init, seed, inertia }. */
  get ends() { return this.#ends.map(({ init, seed, inertia }) => ({ init, seed, inertia })); }

  /** The lowest end that is known for these settings, or nothing. */
  get best() { return this.#ends.reduce((best, end) => !best || end.inertia < best.inertia ? end : best, null); }

  /** Replays the worst start that is known. */
  showBad() {
    const worst = this.#ends.reduce((high, end) => !high || end.inertia > high.inertia ? end : high, null);
    if (worst) this.#replay(worst);
  }

  #replay({ init, seed }) { this.state.set({ init, seed, e: '', t: 0 }); }

  // ---- the picture --------------------------------------------------------------------------------------------

  /** The ends of one row that are equal, lowest first: { inertia, seeds }. */
  #groups(init) {
    const groups = new Map();
    for (const end of this.#ends)
      if (end.init === init) groups.set(end.inertia, [...groups.get(end.inertia) ?? [], end.seed]);
    return [...groups].map(([inertia, seeds]) => ({ inertia, seeds })).sort((a, b) => a.inertia - b.inertia);
  }

  paint() {
    const svg = byId('starts-chart');
    const width = Math.max(300, svg.clientWidth);
    const inertias = this.#ends.map(end => end.inertia);
    const low = Math.min(...inertias), high = Math.max(...inertias);
    const across = inertia => LEFT + 20 + (width - LEFT - RIGHT - 40) * (high > low ? (inertia - low) / (high - low) : 0);
    svg.setAttribute('viewBox', `0 0 ${width} ${ROWS.length * ROW + AXIS}`);
    const { init: shownInit, seed: shownSeed } = this.state.values;
    const parts = ROWS.flatMap((init, row) => {
      const y = ROW * row + ROW / 2;
      const name = label(0, y + 4, 'start', init);
      const line = shape('line', { class: 'base', x1: LEFT, x2: width - RIGHT, y1: y, y2: y });
      const dots = this.#groups(init).map(({ inertia, seeds }) => {
        const isShown = init === shownInit && seeds.includes(shownSeed);
        const dot = shape('circle', {
          class: isShown ? 'end shown' : 'end', cx: across(inertia), cy: y, r: 4 + 2.2 * Math.sqrt(seeds.length),
        });
        const title = shape('title', {});
        title.textContent = `${plural(seeds.length, 'start')} end at ${short(inertia)} (seeds ${seeds.slice(0, 8).join(', ')}${seeds.length > 8 ? ', …' : ''})`;
        dot.append(title);
        press(dot, `${init}: ${plural(seeds.length, 'start')} end at inertia ${short(inertia)}; replay one`,
          () => this.#replay({ init, seed: seeds[this.#turn++ % seeds.length] }));
        return seeds.length < 5 ? [dot] : [dot, label(across(inertia), y + 4, 'middle', String(seeds.length), 'many')];
      });
      return [name, line, ...dots.map(([dot]) => halo(dot)), ...dots.flat()];
    });
    if (inertias.length > 0) {
      const y = ROWS.length * ROW + 16;
      parts.push(label(across(low), y, 'start', `inertia ${short(low)}`));
      if (high > low) parts.push(label(across(high), y, 'end', short(high)));
    }
    svg.replaceChildren(...parts);
    byId('starts-text').textContent = this.#sentence(low);
    byId('starts-run').textContent = this.isRunning ? 'Stop' : this.#ends.length > 0 ? 'Run again' : 'Run 100 starts';
    byId('starts-bad').disabled = this.#ends.length === 0 || high <= low;
  }

  #sentence(low) {
    if (this.#ends.length === 0) return this.isRunning ? 'Running …' : 'A run ends where its start leads it: try many.';
    const of = init => this.#ends.filter(end => end.init === init);
    const shares = ROWS.map(init => {
      const all = of(init), good = all.filter(end => end.inertia <= low * BAD);
      return `${init} in ${count(good.length)} of ${count(all.length)}`;
    });
    const done = this.#ends.length === SEEDS * ROWS.length || !this.isRunning ? '' : ` ${count(this.#ends.length)} of ${count(SEEDS * ROWS.length)} done.`;
    return `The best end, or within 2\u202f% of it: ${shares.join(', ')}.${done}`;
  }
}

/** Room for a finger around a dot, beneath all of them. */
function halo(dot) {
  const around = shape('circle', { class: 'halo', cx: dot.getAttribute('cx'), cy: dot.getAttribute('cy'), r: HALO });
  around.addEventListener('click', () => dot.dispatchEvent(new MouseEvent('click')));
  return around;
}
