// The engine: what computes. There is one interface, and behind it the library in a worker, or the server of `lloyd play`:
//
//   load(source, onShare)   -> table { n, d, columns, values, truth, notes, shares, all, leftOut, cols }: the columns that take
//                              part, the names of all that could, and { name, reason } of those that cannot
//                              source { description } | { name, bytes, truth?, missing? } | { values, columns, leftOut? } |
//                              { isServed, values, columns, leftOut, shares }, each with cols, as taking.js reads them; missing
//                              cells are an 'error', or 'drop' their rows, or take the 'mean'; truth is the column of true
//                              clusters; onShare gets the share that is read
//   run(settings, onStep)   -> nothing, when the run has ended; onStep gets, in order, every
//                              step { centroids, original, counts, inertia, movement, final, arrived, arrivedInertia,
//                              rows, labels, offsets, ranges }; rows are those whose labels are new, none at the first
//                              step, which has the labels of all; arrived is where the update before has left the
//                              centroids, which hands may have changed since (settings.e, see edits.js)
//   components(scale)       -> { offsets, ranges, mean, directions, shares }: the metric that a scaling makes, and in it the
//                              mean, the first two principal components, the share of variance of every one
//   end(settings)           -> { inertia, iterations, centroids } of a whole run, in the metric
//   judge(settings, sample) -> { inertia, silhouette, even } of a whole run: the silhouette of at most so many points, and
//                              that of a run on as many points spread evenly over the same box
//   preview(settings, centroids) -> { labels, counts, inertia } of the step that would begin with these, in original units
//   picture(settings, view) -> an SVG of half-step view.h of a run, or of all of it, playing by itself, at −1
//                              view { h, plane, raw, truth, title, lines, tails }: the plane as `plain` of plane.js gives it
//   computes                whether there is anything but what was recorded (see recorded.js)
//   fingerprint(settings)   -> a hash of every bit of a run on the table that was loaded
//   elementary(count)       -> hashes of the values of Log and of Sin and Cos that the engine has of its own
//   restart()               -> gives up what is under way
//
// A step carries only what changed since the one before it: playing asks an engine for nothing.
import { kept } from './kept.js';
import { ServerEngine, ServerGone } from './server.js';

export const hasWebAssembly = typeof WebAssembly === 'object';

/** The engine that suits the data that is loaded. When the server is gone, the worker goes on in its place, with the same
 *  bits; `moved` is sent then. */
export class Engine extends EventTarget {
  #worker = null;
  #server = null;
  #at = null;                                     // the one in use
  #source = null;
  #moved = null;                                  // a promise: the worker has the data that the server had

  load(source, onShare) {
    if (!source.isServed && !hasWebAssembly)
      return Promise.reject(new Error('This browser has no WebAssembly, so only the server of lloyd can compute: this data cannot be shown.'));
    this.#source = source;
    this.#at = source.isServed ? this.#server ??= new ServerEngine() : this.#inWorker;
    return this.#at.load(source, onShare);
  }

  run(settings, onStep) {
    let told = 0;                                 // another engine begins anew, but these steps are known
    return this.#call(engine => {
      let step = 0;
      return engine.run(settings, found => {
        if (step++ < told) return;
        told++;
        onStep(found);
      });
    });
  }

  get computes() { return true; }

  components(scale) { return this.#call(engine => engine.components(scale)); }

  picture(settings, view) { return this.#call(engine => engine.picture(settings, view)); }

  end(settings) { return this.#call(engine => engine.end(settings)); }

  judge(settings, sample) { return this.#call(engine => engine.judge(settings, sample)); }

  preview(settings, centroids) { return this.#call(engine => engine.preview(settings, centroids)); }

  fingerprint(settings) { return this.#call(engine => engine.fingerprint(settings)); }

  elementary(count) { return this.#call(engine => engine.elementary(count)); }

  restart() { this.#at?.restart(); }

  /** Has the worker ready for when the server, which has its files, is gone. */
  prepare() { return hasWebAssembly ? this.#inWorker : null; }

  /** Ends it for good. */
  close() { this.#worker?.close(); }

  get #inWorker() { return this.#worker ??= new WorkerEngine(); }

  async #call(ask) {
    const engine = this.#at;
    try {
      return await ask(engine);
    } catch (error) {
      if (engine !== this.#server || !(error instanceof ServerGone)) throw error;
    }
    if (this.#at === engine) {                    // the first to notice moves for all
      this.#moved = this.load({ ...this.#source, isServed: false });
      this.dispatchEvent(new Event('moved'));
    }
    await this.#moved;
    return ask(this.#at);
  }
}

class WorkerEngine {
  #worker;
  #calls = new Map();
  #next = 0;
  #source = null;                                 // what the worker has; other columns of it need not be read again

  constructor() { this.#launch(); }

  async load({ cols = '', ...source }, onShare) {
    const isThere = this.#source && areSame(source, this.#source);
    this.#source = source;
    try {
      return await this.#call('load', [isThere ? null : source, cols], onShare);
    } catch (error) {
      this.#source = null;
      throw error;
    }
  }

  run(settings, onStep) { return this.#call('run', [settings], onStep); }

  components(scale) { return this.#call('components', [scale]); }

  end(settings) { return this.#call('end', [settings]); }

  judge(settings, sample) { return this.#call('judge', [settings, sample]); }

  picture(settings, view) { return this.#call('picture', [settings, view]); }

  preview(settings, centroids) { return this.#call('preview', [settings, centroids]); }

  fingerprint(settings) { return this.#call('fingerprint', [settings]); }

  elementary(count) { return this.#call('elementary', [count]); }

  close() { this.#worker.terminate(); }

  restart() {
    this.close();
    for (const call of this.#calls.values()) call.reject(new DOMException('Cancelled.', 'AbortError'));
    this.#calls.clear();
    this.#source = null;
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

const areSame = (a, b) => Object.keys({ ...a, ...b }).every(key => a[key] === b[key]);
