// Where in the run the page is, and the clock that moves it on.

const STEP_MS = 500;                              // the notebook's pace

export class Player extends EventTarget {
  trace = null;
  t = 0;
  playing = false;
  speed = 1;
  #timer = 0;
  #wanted = 0;                                    // a step to show as soon as the engine has got that far

  /** Starts on a new run, at step t or, while that is not computed yet, at the newest before it. */
  open(trace, t) {
    this.pause();
    this.trace = trace;
    this.t = 0;
    this.#wanted = t;
  }

  /** Tells that the trace has one more step, or that it has ended. */
  grown() {
    const { last, done } = this.trace;
    if (!done && (last === 0 || last <= this.#wanted)) this.#show(last, 'open');
    else this.#emit('grown');
  }

  /** Tells that there can be no run. */
  fail() { this.#emit('failed'); }

  /** Shows step t at once. */
  go(t) { this.pause(); this.#show(this.#clamp(t), 'jump'); }

  /** Goes on or back; the next step is glided to. */
  step(by) { this.pause(); this.#show(this.#clamp(this.t + by), 'glide'); }

  play() {
    if (!this.trace?.length || this.playing) return;
    if (this.atEnd) this.#show(0, 'jump');
    this.playing = true;
    this.#wanted = 0;
    this.#emit('playing');
    this.#schedule();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    clearTimeout(this.#timer);
    this.#emit('playing');
  }

  toggle() { if (this.playing) this.pause(); else this.play(); }

  /** How long centroids may take to glide to their next place. */
  get glideMs() { return Math.min(260, STEP_MS / this.speed / 2); }

  get atEnd() { return Boolean(this.trace?.done) && this.t === this.trace.last; }

  #schedule() { this.#timer = setTimeout(() => this.#tick(), STEP_MS / this.speed); }

  #tick() {
    if (this.t < this.trace.last) this.#show(this.t + 1, 'glide');
    if (this.atEnd) this.pause(); else this.#schedule();
  }

  #clamp(t) { return Math.max(0, Math.min(t, this.trace?.last ?? 0)); }

  #show(t, how) {
    if (how !== 'open') {
      if (t === this.t) return;
      this.#wanted = 0;
    }
    const from = this.t;
    this.t = t;
    this.#emit('step', { how: how === 'glide' && t !== from + 1 ? 'jump' : how });
  }

  #emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}
