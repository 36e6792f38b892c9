// A recorded run in the engine's place (see engine.js): it is played as ever, and nothing else can be asked. A page that was
// saved with its run has one; in a browser without WebAssembly it is that of the notebook, which the page brings with it.
import { kept } from './kept.js';
import { RUN_KEYS } from './state.js';

const KEPT = 'This page has kept one run. Play it, take it step by step, choose what is shown; other settings, other data and ' +
  'moved centroids need the page with the engine.';
const NO_WEBASSEMBLY = 'This browser has no WebAssembly, or it is switched off, so the page cannot compute. It shows a recording ' +
  'of the notebook’s run: play it, take it step by step, choose what is shown. Other settings, other data and moved centroids ' +
  'need WebAssembly; with “lloyd play FILE” your own computer computes in its place.';

/** The notebook's run on the notebook's blobs, as `record` gives it; a test compares it with the library. */
export const RECORDING = 'samples/notebook.json';

/** What plays the notebook's run where nothing can be computed. */
export async function recordedNotebook() {
  const answer = await fetch(kept?.address(RECORDING) || RECORDING);
  return new RecordedEngine(await answer.json(), NO_WEBASSEMBLY);
}

export class RecordedEngine extends EventTarget {
  #run;

  constructor(run, note = KEPT) {
    super();
    this.#run = run;
    this.note = note;
  }

  /** The settings that the run was recorded with. */
  get settings() { return this.#run.settings; }

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
