// A drawer that asks an engine of its own many questions, so that the page goes on meanwhile, and shows the answers as they
// come. What was found is forgotten when the state asks something else.
import { byId } from './dom.js';
import { Engine } from './engine.js';

/** A drawer has elements called NAME, NAME-open, NAME-close, NAME-run and NAME-text, and says: */
export class Survey extends EventTarget {
  /** the settings of every run, in order, */
  *runs() { throw new Error('not said'); }

  /** what to ask the engine about one, */
  ask(engine, settings) { throw new Error('not said'); }

  /** where to keep an answer, */
  take(settings, answer) { throw new Error('not said'); }

  /** how to forget them all, and whether there is any, */
  clear() { throw new Error('not said'); }
  get isEmpty() { throw new Error('not said'); }

  /** and how to draw them. */
  paint() { throw new Error('not said'); }

  state;
  #name;
  #source;
  #keys;
  #pace;
  #engine = null;
  #running = 0;                                   // the number of the survey under way; 0: none
  #surveys = 0;
  #asked = '';                                    // the values of #keys that the answers belong to

  /**
   * @param source  a function that gives what the engine loads
   * @param {string[]} keys  the properties of the state that the answers depend on
   * @param {number} pace  after how many answers it is drawn again
   */
  constructor({ name, state, source, keys, chart, pace }) {
    super();
    this.state = state;
    this.#name = name;
    this.#source = source;
    this.#keys = keys;
    this.#pace = pace;
    byId(`${name}-open`).addEventListener('click', () => this.toggle());
    byId(`${name}-close`).addEventListener('click', () => this.toggle(false));
    byId(`${name}-run`).addEventListener('click', () => { if (this.isRunning) this.stop(); else this.run(); });
    new ResizeObserver(() => this.draw()).observe(byId(chart));
    state.onChange(() => { if (this.#question() !== this.#asked) this.#forget(); else this.draw(); });
  }

  get isOpen() { return !byId(this.#name).hidden; }

  get isRunning() { return this.#running > 0; }

  toggle(open = !this.isOpen) {
    if (open && byId(`${this.#name}-open`).disabled) return;
    byId(this.#name).hidden = !open;
    byId(`${this.#name}-open`).setAttribute('aria-expanded', String(open));
    if (open && this.isEmpty && !this.isRunning) this.run();
    if (!open) this.stop();
  }

  async run() {
    this.#forget();
    const mine = this.#running = ++this.#surveys;
    this.#asked = this.#question();
    this.#engine ??= new Engine();
    this.draw();
    try {
      await this.#engine.load(this.#source());
      let answers = 0;
      for (const settings of this.runs()) {
        const answer = await this.ask(this.#engine, { ...this.state.values, ...settings });
        if (mine !== this.#running) return;
        this.take(settings, answer);
        if (++answers % this.#pace === 0) this.draw();
      }
    } catch (error) {
      if (error.name !== 'AbortError') byId(`${this.#name}-text`).textContent = error.message;
      return;
    } finally {
      if (mine === this.#running) this.#running = 0;
    }
    this.draw();
  }

  stop() {
    if (!this.isRunning) return;
    this.#running = 0;
    this.#engine.restart();
    this.draw();
  }

  draw() {
    if (!this.isOpen) return;
    this.paint();
    this.dispatchEvent(new Event('drawn'));
  }

  #question() { return this.#keys.map(key => this.state.values[key]).join(); }

  #forget() {
    this.stop();
    this.clear();
    this.draw();
  }
}
