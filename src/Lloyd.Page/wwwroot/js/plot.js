// The plot: three canvases on top of each other (regions and axes, points, centroids), each drawn only when it changes.
import {
  drawAxes, drawCentroids, drawLines, drawMarks, drawPoints, drawRegions, drawRings, drawTails, drawTiles,
} from './draw.js';
import { originals } from './metric.js';
import { height, inMetric, project, read, seen, written } from './plane.js';
import { cells } from './regions.js';
import { createView, MARGIN } from './view.js';

const TILES_UP_TO = 12;                           // more would hide each other

export class Plot {
  #box;
  #layers;                                        // contexts: under, points, over
  #scene = null;                                  // what is shown; see show()
  #view = null;
  #projected = {};                                // { plane, table, places }: what the view was made of
  #frame = 0;

  constructor(box) {
    this.#box = box;
    this.#layers = [...box.querySelectorAll('canvas')].map(canvas => canvas.getContext('2d'));
    new ResizeObserver(() => this.redraw()).observe(box);
  }

  /**
   * Shows a scene: { table, plane, step, labels, regions, lines, tails, selected, marked, image }; step is a moment of a trace, tails the
   * centroids of the steps before it. With `glide`, { from: centroids, ms }, the centroids glide from there.
   */
  show(scene, glide = null) {
    const former = this.#scene;
    this.#scene = scene;
    if (this.#frame) {                            // still gliding to the former step: arrive first
      cancelAnimationFrame(this.#frame);
      this.#drawPoints();
    }
    const isTurned = !this.#view || former?.table !== scene.table || former.plane !== scene.plane;
    if (isTurned) this.#fit();
    if (glide && !isTurned) this.#glide(glide);
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

  /** The table whose points are shown. */
  get table() { return this.#scene?.table; }

  /** The plane that is shown: see plane.js. */
  get plane() { return this.#scene?.plane; }

  /** Where a place in original units is, in pixels of the plot. */
  pixels(place) { return this.#pixels(seen(this.plane, inMetric(this.plane, place))); }

  /** The place in the plane at a pixel of the plot: [u, v]. */
  under(left, top) { return read(this.plane, this.values(left, top)); }

  /** What is written along the axes there. */
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
    const { plane, table } = this;
    if (this.#projected.plane !== plane || this.#projected.table !== table)
      this.#projected = { plane, table, places: project(plane, table) };
    this.#view = createView(plane, this.#projected.places, width, height);
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
    const context = this.#clear(0);
    if (centroids && this.#scene.regions) {
      context.save();
      context.beginPath();
      context.rect(MARGIN.left, MARGIN.top, this.#view.width - MARGIN.left - MARGIN.right,
        this.#view.height - MARGIN.top - MARGIN.bottom);
      context.clip();
      drawRegions(context, this.#regions(centroids));
      context.restore();
    }
    drawAxes(context, this.#view);
  }

  #drawPoints() {
    const { table, labels, step, lines } = this.#scene;
    const context = this.#clear(1);
    if (lines && step && labels) drawLines(context, this.#view, table.n, labels, this.#places(step.centroids));
    drawPoints(context, this.#view, table.n, labels);
  }

  #drawOver(centroids, isAtRest) {
    const { table, step, tails, selected, marked = [], image } = this.#scene;
    const context = this.#clear(2);
    if (!centroids) return;
    if (isAtRest) drawRings(context, this.#view, table.n, step.changed);
    if (tails) drawTails(context, [...tails, centroids].map(each => this.#places(each)));
    const places = this.#places(centroids);
    if (image && places.length <= TILES_UP_TO) {
      const corners = drawTiles(context, this.#view, places, image, originals({ ...step, centroids }));
      drawCentroids(context, corners, step.counts, selected, true);
    } else drawCentroids(context, places, step.counts, selected);
    drawMarks(context, marked.map(cluster => places[cluster]));
  }

  /** Where centroids in the metric are, in pixels of the plot. */
  #places(centroids) { return this.#rows(centroids).map(z => this.#pixels(seen(this.plane, z))); }

  #rows(centroids) {
    const { d } = this.#scene.table;
    return Array.from({ length: centroids.length / d }, (_, j) => centroids.slice(j * d, (j + 1) * d));
  }

  /** Where a place (u, v) of the plane is, in pixels of the plot. */
  #pixels(place) {
    const [across, up] = written(this.plane, place);
    return [this.#view.x.place(across), this.#view.y.place(up)];
  }

  #clear(layer) {
    const context = this.#layers[layer];
    context.clearRect(0, 0, this.#view.width, this.#view.height);
    return context;
  }

  #regions(centroids) {
    const rows = this.#rows(centroids), places = rows.map(z => seen(this.plane, z));
    const { x, y } = this.#view;
    const box = [...this.under(x.from, y.from), ...this.under(x.to, y.to)];
    const heights = rows.map((z, j) => height(this.plane, z, places[j]));
    return cells(places.map(([u]) => u), places.map(([, v]) => v), heights, box).map(polygon => {
      const corners = [];
      for (let i = 0; i < polygon.length; i += 2) corners.push(...this.#pixels([polygon[i], polygon[i + 1]]));
      return corners;
    });
  }
}
