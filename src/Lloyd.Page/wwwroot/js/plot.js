// The plot: three canvases on top of each other (regions and axes, points, centroids), each drawn only when it changes.
import { drawAxes, drawCentroids, drawLines, drawMarks, drawPoints, drawRegions, drawRings, drawTails } from './draw.js';
import { toOriginal } from './metric.js';
import { cells } from './regions.js';
import { createView, MARGIN } from './view.js';

export class Plot {
  #box;
  #layers;                                        // contexts: under, points, over
  #scene = null;                                  // what is shown; see show()
  #view = null;
  #frame = 0;

  constructor(box) {
    this.#box = box;
    this.#layers = [...box.querySelectorAll('canvas')].map(canvas => canvas.getContext('2d'));
    new ResizeObserver(() => this.redraw()).observe(box);
  }

  /**
   * Shows a scene: { table, x, y, step, labels, regions, lines, tails, selected, marked }; step is a moment of a trace, tails the
   * centroids of the steps before it. With `glide`, { from: centroids, ms }, the centroids glide from there.
   */
  show(scene, glide = null) {
    const former = this.#scene;
    this.#scene = scene;
    if (this.#frame) {                            // still gliding to the former step: arrive first
      cancelAnimationFrame(this.#frame);
      this.#drawPoints();
    }
    if (!this.#view || former?.table !== scene.table || former.x !== scene.x || former.y !== scene.y) this.#fit();
    if (glide) this.#glide(glide);
    else this.#drawAll();
  }

  /** Shows a scene that differs from the one before only in its centroids. */
  move(scene) {
    this.#scene = scene;
    this.#drawUnder(scene.step.centroids);
    this.#drawOver(scene.step.centroids, true);
  }

  /** The plot as it is now, as a PNG. */
  picture() {
    const { width, height } = this.#layers[0].canvas;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillStyle = getComputedStyle(this.#box).backgroundColor;
    context.fillRect(0, 0, width, height);
    for (const { canvas: layer } of this.#layers) context.drawImage(layer, 0, 0);
    return canvas.convertToBlob({ type: 'image/png' });
  }

  /** Draws everything anew: the size or the colours have changed. */
  redraw() {
    if (!this.#scene) return;
    cancelAnimationFrame(this.#frame);
    this.#fit();
    this.#drawAll();
  }

  /** The columns that are shown, counted from 0; y is −1 where there is only one. */
  get columns() { return this.#scene; }

  /** Where a place in original units is, in pixels of the plot. */
  pixels(place) {
    const { x, y } = this.#view;
    return [x.place(place[x.column]), y.place(y.column < 0 ? 0 : place[y.column])];
  }

  /** The values of the two columns at a pixel of the plot. */
  values(left, top) { return [this.#view.x.value(left), this.#view.y.value(top)]; }

  /** Where every point is on the screen, in pixels of the page. */
  places() {
    const { left, top } = this.#box.getBoundingClientRect();
    const { x, y } = this.#view;
    return Array.from({ length: this.#scene.table.n }, (_, i) => [left + x.place(x.at(i)), top + y.place(y.at(i))]);
  }

  /** Where every centroid is on the screen, in pixels of the page. */
  centroids() {
    const { left, top } = this.#box.getBoundingClientRect();
    return this.#places(this.#scene.step.centroids).map(([x, y]) => [left + x, top + y]);
  }

  /** The regions as drawn, in pixels of the page; none where none are drawn. */
  polygons() {
    if (!this.#scene.regions) return [];
    const { left, top } = this.#box.getBoundingClientRect();
    return this.#regions(this.#scene.step.centroids).map(polygon =>
      polygon.map((value, i) => value + (i % 2 === 0 ? left : top)));
  }

  #fit() {
    const { width, height } = this.#box.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    for (const { canvas } of this.#layers) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.#layers.forEach(context => context.setTransform(ratio, 0, 0, ratio, 0, 0));
    this.#view = createView(this.#scene.table, this.#scene.x, this.#scene.y, width, height);
  }

  #drawAll() {
    this.#frame = 0;
    this.#drawUnder(this.#scene.step?.centroids);
    this.#drawPoints();
    this.#drawOver(this.#scene.step?.centroids, true);
  }

  #glide({ from, ms }) {
    const to = this.#scene.step.centroids;
    const start = performance.now();
    const frame = now => {
      const share = Math.min(1, Math.max(0, (now - start) / ms));
      if (share === 1) return this.#drawAll();
      const eased = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2;
      const between = from.map((value, i) => value + eased * (to[i] - value));
      this.#drawUnder(between);
      this.#drawOver(between, false);
      this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }

  #drawUnder(centroids) {
    const { table, x, y, regions } = this.#scene;
    const context = this.#clear(0);
    if (centroids && regions) {
      context.save();
      context.beginPath();
      context.rect(MARGIN.left, MARGIN.top, this.#view.width - MARGIN.left - MARGIN.right,
        this.#view.height - MARGIN.top - MARGIN.bottom);
      context.clip();
      drawRegions(context, this.#regions(centroids));
      context.restore();
    }
    drawAxes(context, this.#view, [x, y].filter(column => column >= 0).map(column => table.columns[column]));
  }

  #drawPoints() {
    const { table, labels, step, lines } = this.#scene;
    const context = this.#clear(1);
    if (lines && step && labels) drawLines(context, this.#view, table.n, labels, this.#places(step.centroids));
    drawPoints(context, this.#view, table.n, labels);
  }

  #drawOver(centroids, isAtRest) {
    const { table, step, tails, selected, marked = [] } = this.#scene;
    const context = this.#clear(2);
    if (!centroids) return;
    if (isAtRest) drawRings(context, this.#view, table.n, step.changed);
    if (tails) drawTails(context, [...tails, centroids].map(each => this.#places(each)));
    drawCentroids(context, this.#places(centroids), step.counts, selected);
    drawMarks(context, marked.map(cluster => this.#places(centroids)[cluster]));
  }

  /** Where centroids in the metric are, in pixels of the plot. */
  #places(centroids) {
    const { x, y } = this.#view;
    return this.#inOriginalUnits(centroids).map(([a, b]) => [x.place(a), y.place(b)]);
  }

  #clear(layer) {
    const context = this.#layers[layer];
    context.clearRect(0, 0, this.#view.width, this.#view.height);
    return context;
  }

  // ---- between the metric of the run and original units ------------------------------------------------------

  #metric(column) {
    const { offsets, ranges } = this.#scene.step;
    if (column < 0 || ranges.length === 0) return { offset: 0, range: 1 };
    // A constant column is 0 in the metric wherever it is drawn, so any range will do.
    return { offset: offsets[column], range: ranges[column] || 1 };
  }

  #inOriginalUnits(centroids) {
    const { table: { d }, x, y } = this.#scene;
    const read = (cluster, column) => {
      if (column < 0) return 0;
      return toOriginal(this.#scene.step, centroids[cluster * d + column], column);
    };
    return Array.from({ length: centroids.length / d }, (_, cluster) => [read(cluster, x), read(cluster, y)]);
  }

  #regions(centroids) {
    const { table: { d }, x, y } = this.#scene;
    const { x: across, y: up } = this.#view;
    const mx = this.#metric(x), my = this.#metric(y);
    const pick = column => Float64Array.from({ length: centroids.length / d }, (_, cluster) =>
      column < 0 ? 0 : centroids[cluster * d + column]);
    const box = [
      (across.value(across.from) - mx.offset) / mx.range, (up.value(up.from) - my.offset) / my.range,
      (across.value(across.to) - mx.offset) / mx.range, (up.value(up.to) - my.offset) / my.range,
    ];
    return cells(pick(x), pick(y), box).map(polygon => polygon.map((value, i) => i % 2 === 0
      ? across.place(value * mx.range + mx.offset)
      : up.place(value * my.range + my.offset)));
  }
}
