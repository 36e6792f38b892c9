// The engine: what computes. There is one interface, so that the server and a recorded trace can take its place:
//
//   load(source, onShare)   -> table { n, d, columns, values, truth, notes, shares }
//                              source { description } | { name, bytes, missing } | { values, columns }; missing cells are an
//                              'error', or 'drop' their rows, or take the 'mean'; onShare gets the share that is read
//   run(settings, onStep)   -> nothing, when the run has ended; onStep gets, in order, every
//                              step { centroids, original, counts, inertia, movement, final, arrived, arrivedInertia,
//                              rows, labels, offsets, ranges }; arrived is where the update before has left the
//                              centroids, which hands may have changed since (settings.e, see edits.js)
//   end(settings)           -> { inertia, iterations, centroids } of a whole run, in the metric
//   judge(settings, sample) -> { inertia, silhouette, even } of a whole run: the silhouette of at most so many points, and
//                              that of a run on as many points spread evenly over the same box
//   preview(centroids)      -> { labels, counts, inertia } of the step that would begin with these, in original units
//   fingerprint(settings)   -> a hash of every bit of a run on the table that was loaded
//   elementary(count)       -> hashes of the values of Log and of Sin and Cos that the engine has of its own
//   restart()               -> gives up what is under way
//
// A step carries only what changed since the one before it: playing asks an engine for nothing.

export class WorkerEngine {
  #worker;
  #calls = new Map();
  #next = 0;

  constructor() { this.#launch(); }

  load(source, onShare) { return this.#call('load', [source], onShare); }

  run(settings, onStep) { return this.#call('run', [settings], onStep); }

  end(settings) { return this.#call('end', [settings]); }

  judge(settings, sample) { return this.#call('judge', [settings, sample]); }

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
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = event => {
      for (const call of this.#calls.values()) call.reject(new Error(event.message || 'The engine did not start.'));
      this.#calls.clear();
    };
  }

  #call(name, args, onNews) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject, onNews });
      this.#worker.postMessage({ id, name, args });
    });
  }

  #receive({ id, step, share, result, error }) {
    const call = this.#calls.get(id);
    if (!call) return;
    if (step ?? share) return call.onNews?.(step ?? share);
    this.#calls.delete(id);
    if (error === undefined) call.resolve(result);
    else call.reject(new Error(error));
  }
}
