// A run, kept so that every half-step of it can be shown again. Half-step 2t: the points of step t have joined their
// nearest centroids; 2t + 1: the centroids have then moved. Of the labels only the changes are kept: n points take a few
// bytes each however many steps there are.

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

  /** The newest half-step: points have been assigned. */
  get last() { return 2 * (this.steps.length - 1); }

  /** What there is to see at half-step h: { t, isUpdate, centroids, original, counts, inertia, changed, movement, final,
   *  offsets, ranges }; changed are rows. */
  at(h) {
    const t = h >> 1, step = this.steps[t];
    if (h % 2 === 0)
      return { ...step, t, isUpdate: false, changed: step.rows, movement: null };
    return { ...step, t, isUpdate: true, centroids: this.steps[t + 1].arrived, inertia: this.inertia(h), changed: [] };
  }

  /** The inertia at half-step h. */
  inertia(h) { return h % 2 === 0 ? this.steps[h >> 1].inertia : this.steps[(h >> 1) + 1].arrivedInertia; }

  append(step) {
    const { labels, ...kept } = step;
    if (this.steps.length === 0) {
      this.#tip.set(labels);
      this.#labels.set(labels);
      this.steps.push({ ...kept, from: [], to: new Uint16Array(labels), changed: this.n });
      return;
    }
    const { rows } = step, from = new Uint16Array(rows.length), to = new Uint16Array(labels);
    for (let i = 0; i < rows.length; i++) {
      from[i] = this.#tip[rows[i]];
      this.#tip[rows[i]] = to[i];
    }
    this.steps.push({ ...kept, from, to, changed: to.length });
  }

  /** The cluster of every point at step t. The array is used again by the next call. */
  labels(t) {
    while (this.#at < t) this.#apply(this.steps[++this.#at], 'to');
    while (this.#at > t) this.#apply(this.steps[this.#at--], 'from');
    return this.#labels;
  }

  #apply(step, side) {
    const labels = step[side], { rows } = step, all = this.#labels;
    for (let i = 0; i < labels.length; i++) all[rows[i]] = labels[i];
  }
}
