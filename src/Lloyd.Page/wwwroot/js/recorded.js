// A recorded run in the engine's place (see engine.js): it is played as ever, and nothing else can be asked.
import { RUN_KEYS } from './state.js';

export class RecordedEngine extends EventTarget {
  note = 'This page has kept one run. Play it, take it step by step, choose what is shown; other settings, other data and ' +
    'moved centroids need the page with the engine.';
  #run;

  constructor(run) {
    super();
    this.#run = run;
  }

  get computes() { return false; }

  async load() {
    const { table } = this.#run;
    return { ...table, values: Float64Array.from(table.values), notes: [...table.notes] };
  }

  async run(settings, onStep) {
    if (RUN_KEYS.some(key => settings[key] !== this.#run.settings[key])) throw new Error(this.note);
    for (const step of this.#run.steps) onStep(step);
    return true;
  }

  async components(scale) {
    if (!this.#run.components || scale !== this.#run.settings.scale) throw new Error(this.note);
    return Object.fromEntries(Object.entries(this.#run.components).map(([name, values]) => [name, Float64Array.from(values)]));
  }

  restart() {}
}

/** A run as it is kept: plain numbers, which JSON writes so that every bit comes back. */
export const record = (table, { settings, steps }, components) => ({
  settings,
  components: components && plain(components),
  table: { ...table, values: [...table.values], truth: [...table.truth], shares: [...table.shares] },
  steps: steps.map(({ from, to, ...step }) => ({ ...plain(step), labels: [...to] })),
});

const plain = step => Object.fromEntries(Object.entries(step).map(([name, value]) =>
  [name, ArrayBuffer.isView(value) ? [...value] : value]));
