// The engine: what computes. There is one interface, so that the server and a recorded trace can take its place:
//
//   load(source)            -> table { n, d, columns, values, truth, notes, shares }
//                              source { description } | { name, bytes } | { values, columns }
//   run(settings, onStep)   -> nothing, when the run has ended; onStep gets, in order, every
//                              step { centroids, original, counts, inertia, movement, final, arrived, arrivedInertia,
//                              rows, labels, offsets, ranges }; arrived is where the update before has left the
//                              centroids, which hands may have changed since (settings.e, see edits.js)
//   end(settings)           -> { inertia, iterations, centroids } of a whole run, in the metric
//   judge(settings, sample) -> { inertia, silhouette, even } of a whole run: the silhouette of at most so many points, and
//                              that of a run on as many points spread evenly over the same box
//   preview(centroids)      -> { labels, counts, inertia } of the step that would begin with these, in original units
//   picture(settings, view) -> an SVG of half-step view.h of a run, or of all of it, playing by itself, at −1
//                              view { h, x, y, regions, raw, truth, title }: columns are counted from 0, y may be −1
//   computes                whether there is anything but what was recorded (see recorded.js)
//   fingerprint(settings)   -> a hash of every bit of a run on the table that was loaded
//   elementary(count)       -> hashes of the values of Log and of Sin and Cos that the engine has of its own
//   restart()               -> gives up what is under way
//
// A step carries only what changed since the one before it: playing asks an engine for nothing.
import { kept } from './kept.js';

export class WorkerEngine {
  #worker;
  #calls = new Map();
  #next = 0;

  constructor() { this.#launch(); }

  get computes() { return true; }

  load(source) { return this.#call('load', [source]); }

  run(settings, onStep) { return this.#call('run', [settings], onStep); }

  end(settings) { return this.#call('end', [settings]); }

  judge(settings, sample) { return this.#call('judge', [settings, sample]); }

  picture(settings, view) { return this.#call('picture', [settings, view]); }

  preview(centroids) { return this.#call('preview', [centroids]); }

  fingerprint(settings) { return this.#call('fingerprint', [settings]); }

  elementary(count) { return this.#call('elementary', [count]); }

  restart() {
    this.#worker.terminate();
    for (const call of this.#calls.values()) call.reject(new DOMException('Cancelled.', 'AbortError'));
    this.#calls.clear();
    this.#launch();
  }

  #launch() {
    this.#worker = kept?.worker('js/worker.js') ?? new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = event => {
      for (const call of this.#calls.values()) call.reject(new Error(event.message || 'The engine did not start.'));
      this.#calls.clear();
    };
  }

  #call(name, args, onStep) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject, onStep });
      this.#worker.postMessage({ id, name, args });
    });
  }

  #receive({ id, step, result, error }) {
    const call = this.#calls.get(id);
    if (!call) return;
    if (step) return call.onStep(step);
    this.#calls.delete(id);
    if (error === undefined) call.resolve(result);
    else call.reject(new Error(error));
  }
}
