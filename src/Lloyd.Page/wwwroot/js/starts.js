// Many starts: the ends of runs from many seeds, random above k-means++, on one axis of inertia. Ends that are equal to the
// last bit are one dot; a click replays a run that ends there.
import { byId } from './dom.js';
import { shape } from './chart.js';
import { WorkerEngine } from './engine.js';
import { count, plural, short } from './words.js';

const SEEDS = 100;
const ROWS = ['random', 'k-means++'];
const ROW = 62, LEFT = 92, RIGHT = 24, AXIS = 26;
const BAD = 1.02;                                 // an end this much above the best is a bad one

export class Starts extends EventTarget {
  #state;
  #source;
  #engine = null;                                 // a second one, so that the page goes on meanwhile
  #ends = [];                                     // { init, seed, inertia, centroids }
  #running = 0;                                   // the number of the survey under way; 0: none
  #surveys = 0;
  #settings = '';
  #turn = 0;

  /** @param source  a function that gives what the engine loads */
  constructor(state, source) {
    super();
    this.#state = state;
    this.#source = source;
    byId('starts-run').addEventListener('click', () => { if (this.#running) this.stop(); else this.run(); });
    byId('starts-close').addEventListener('click', () => this.toggle(false));
    byId('starts-bad').addEventListener('click', () => this.showBad());
    byId('starts-open').addEventListener('click', () => this.toggle());
    state.onChange(() => { if (this.#key() !== this.#settings) this.#forget(); else this.#draw(); });
    new ResizeObserver(() => this.#draw()).observe(byId('starts-chart'));
  }

  get isOpen() { return !byId('starts').hidden; }

  /** What has been found: { init, seed, inertia }. */
  get ends() { return this.#ends.map(({ init, seed, inertia }) => ({ init, seed, inertia })); }

  get isRunning() { return this.#running > 0; }

  /** The lowest end that is known for these settings, or nothing. */
  get best() { return this.#ends.reduce((best, end) => !best || end.inertia < best.inertia ? end : best, null); }

  toggle(open = !this.isOpen) {
    byId('starts').hidden = !open;
    byId('starts-open').setAttribute('aria-expanded', String(open));
    if (open && this.#ends.length === 0 && !this.#running) this.run();
    if (!open) this.stop();
  }

  /** Runs every seed with every way to start, and shows each end as it comes. */
  async run() {
    this.#forget();
    const mine = this.#running = ++this.#surveys;
    this.#settings = this.#key();
    this.#engine ??= new WorkerEngine();
    this.#draw();
    try {
      await this.#engine.load(this.#source());
      for (let seed = 0; seed < SEEDS; seed++)
        for (const init of ROWS) {
          const end = await this.#engine.end({ ...this.#state.values, init, seed });
          if (mine !== this.#running) return;
          this.#ends.push({ init, seed, ...end });
          if (this.#ends.length % 10 === 0) this.#draw();
        }
    } catch (error) {
      if (error.name !== 'AbortError') byId('starts-text').textContent = error.message;
      return;
    } finally {
      if (mine === this.#running) this.#running = 0;
    }
    this.#draw();
  }

  stop() {
    if (!this.#running) return;
    this.#running = 0;
    this.#engine.restart();
    this.#draw();
  }

  /** Replays the worst start that is known. */
  showBad() {
    const worst = this.#ends.reduce((high, end) => !high || end.inertia > high.inertia ? end : high, null);
    if (worst) this.#replay(worst);
  }

  #key() {
    const { d, k, scale, empty, tol, iter } = this.#state.values;
    return [d, k, scale, empty, tol, iter].join();
  }

  #forget() {
    this.stop();
    this.#ends = [];
    this.#draw();
  }

  #replay({ init, seed }) { this.#state.set({ init, seed, e: '', t: 0 }); }

  // ---- the picture --------------------------------------------------------------------------------------------

  /** The ends of one row that are equal, lowest first: { inertia, seeds }. */
  #groups(init) {
    const groups = new Map();
    for (const end of this.#ends)
      if (end.init === init) groups.set(end.inertia, [...groups.get(end.inertia) ?? [], end.seed]);
    return [...groups].map(([inertia, seeds]) => ({ inertia, seeds })).sort((a, b) => a.inertia - b.inertia);
  }

  #draw() {
    if (!this.isOpen) return;
    const svg = byId('starts-chart');
    const width = Math.max(300, svg.clientWidth);
    const inertias = this.#ends.map(end => end.inertia);
    const low = Math.min(...inertias), high = Math.max(...inertias);
    const across = inertia => LEFT + 20 + (width - LEFT - RIGHT - 40) * (high > low ? (inertia - low) / (high - low) : 0);
    svg.setAttribute('viewBox', `0 0 ${width} ${ROWS.length * ROW + AXIS}`);
    const { init: shownInit, seed: shownSeed } = this.#state.values;
    const parts = ROWS.flatMap((init, row) => {
      const y = ROW * row + ROW / 2;
      const name = text(0, y + 4, 'start', init);
      const line = shape('line', { class: 'base', x1: LEFT, x2: width - RIGHT, y1: y, y2: y });
      const dots = this.#groups(init).map(({ inertia, seeds }) => {
        const isShown = init === shownInit && seeds.includes(shownSeed);
        const dot = shape('circle', {
          class: isShown ? 'end shown' : 'end', cx: across(inertia), cy: y, r: 4 + 2.2 * Math.sqrt(seeds.length),
          tabindex: 0, role: 'button',
          'aria-label': `${init}: ${plural(seeds.length, 'start')} end at inertia ${short(inertia)}; replay one`,
        });
        const title = shape('title', {});
        title.textContent = `${plural(seeds.length, 'start')} end at ${short(inertia)} (seeds ${seeds.slice(0, 8).join(', ')}${seeds.length > 8 ? ', …' : ''})`;
        dot.append(title);
        const replay = () => this.#replay({ init, seed: seeds[this.#turn++ % seeds.length] });
        dot.addEventListener('click', replay);
        dot.addEventListener('keydown', event => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          event.stopPropagation();
          replay();
        });
        return seeds.length < 5 ? [dot] : [dot, text(across(inertia), y + 4, 'middle', String(seeds.length), 'many')];
      });
      return [name, line, ...dots.flat()];
    });
    if (inertias.length > 0) {
      const y = ROWS.length * ROW + 16;
      parts.push(text(across(low), y, 'start', `inertia ${short(low)}`));
      if (high > low) parts.push(text(across(high), y, 'end', short(high)));
    }
    svg.replaceChildren(...parts);
    byId('starts-text').textContent = this.#sentence(low);
    byId('starts-run').textContent = this.#running ? 'Stop' : this.#ends.length > 0 ? 'Run again' : 'Run 100 starts';
    byId('starts-bad').disabled = this.#ends.length === 0 || high <= low;
    this.dispatchEvent(new Event('drawn'));
  }

  #sentence(low) {
    if (this.#ends.length === 0) return this.#running ? 'Running …' : 'A run ends where its start leads it: try many.';
    const of = init => this.#ends.filter(end => end.init === init);
    const shares = ROWS.map(init => {
      const all = of(init), good = all.filter(end => end.inertia <= low * BAD);
      return `${init} in ${count(good.length)} of ${count(all.length)}`;
    });
    const done = this.#ends.length === SEEDS * ROWS.length || !this.#running ? '' : ` ${count(this.#ends.length)} of ${count(SEEDS * ROWS.length)} done.`;
    return `The best end, or within 2\u202f% of it: ${shares.join(', ')}.${done}`;
  }
}

function text(x, y, anchor, content, name = '') {
  const made = shape('text', { x, y, 'text-anchor': anchor, class: name });
  made.textContent = content;
  return made;
}
