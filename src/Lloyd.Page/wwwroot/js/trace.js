// A run, kept so that every step can be shown again. Of the labels only the changes are kept: n points take a few bytes
// each however many steps there are.

export class Trace {
  steps = [];
  done = false;
  #tip;                                           // labels of the newest step
  #labels;                                        // labels of step #at
  #at = 0;

  constructor(n, settings) {
    this.n = n;
    this.settings = settings;
    this.#tip = new Uint16Array(n);
    this.#labels = new Uint16Array(n);
  }

  get length() { return this.steps.length; }
  get last() { return this.steps.length - 1; }

  append(step) {
    const from = Uint16Array.from(step.rows, row => this.#tip[row]);
    const to = Uint16Array.from(step.labels);
    step.rows.forEach((row, i) => { this.#tip[row] = to[i]; });
    if (this.steps.length === 0) this.#labels.set(this.#tip);
    const { labels, ...kept } = step;
    this.steps.push({ ...kept, from, to, changed: step.rows.length });
  }

  /** The cluster of every point at step t. The array is used again by the next call. */
  labels(t) {
    while (this.#at < t) this.#apply(this.steps[++this.#at], 'to');
    while (this.#at > t) this.#apply(this.steps[this.#at--], 'from');
    return this.#labels;
  }

  #apply(step, side) {
    const labels = step[side];
    for (let i = 0; i < labels.length; i++) this.#labels[step.rows[i]] = labels[i];
  }
}
