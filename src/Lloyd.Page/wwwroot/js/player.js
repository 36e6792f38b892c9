// Where in the run the page is, in half-steps (see trace.js), and the clock that moves it on.

const HALF_MS = 250;                              // a whole step at the notebook's pace

export class Player extends EventTarget {
  trace = null;
  h = 0;
  playing = false;
  speed = 1;
  #timer = 0;
  #wanted = 0;                                    // a half-step to show as soon as the engine has got that far
  #isForked = false;                              // until then what is shown can stay: the run is another from there on

  /** Starts on a new run, at half-step h or, while that is not computed yet, at the newest before it. */
  open(trace, h, isForked = false) {
    this.pause();
    this.trace = trace;
    this.h = 0;
    this.#wanted = h;
    this.#isForked = isForked;
  }

  /** Whether the picture is still that of the run before. */
  get isWaiting() { return this.#isForked; }

  /** Tells that the trace has one more step, or that it has ended. */
  grown() {
    const { last, done } = this.trace;
    const there = Math.min(last, this.#wanted);
    if (this.#isForked && last < this.#wanted && !done) return;
    if (this.#isForked || !done && (last === 0 || there > this.h)) {
      this.#isForked = false;
      this.#show(there, 'open');
    }
    this.#emit('grown');
  }

  /** Tells that there can be no run, and why: { title, text }. */
  fail(why) { this.#emit('failed', why); }

  /** Shows half-step h at once. */
  go(h) { this.pause(); this.#show(this.#clamp(h), 'jump'); }

  /** Goes on or back by half-steps; to the next one centroids glide. */
  step(by) { this.pause(); this.#show(this.#clamp(this.h + by), 'glide'); }

  /** Goes on or back to where points have just been assigned. */
  stride(by) {
    const from = by > 0 ? Math.floor(this.h / 2) : Math.ceil(this.h / 2);
    this.go(2 * (from + by));
  }

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
  get glideMs() { return Math.min(260, 0.9 * HALF_MS / this.speed); }

  get atEnd() { return Boolean(this.trace?.done) && this.h === this.trace.last; }

  #schedule() { this.#timer = setTimeout(() => this.#tick(), HALF_MS / this.speed); }

  #tick() {
    if (this.h < this.trace.last) this.#show(this.h + 1, 'glide');
    if (this.atEnd) this.pause(); else this.#schedule();
  }

  #clamp(h) { return Math.max(0, Math.min(h, this.trace?.last ?? 0)); }

  #show(h, how) {
    if (how !== 'open') {
      if (h === this.h) return;
      this.#wanted = 0;
    }
    const from = this.h;
    this.h = h;
    this.#emit('step', { how: how === 'glide' && h !== from + 1 ? 'jump' : how });
  }

  #emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}
