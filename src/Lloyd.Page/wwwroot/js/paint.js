// The brush and the eraser: a click paints one point, a drag sprays a few. What is painted during a stroke is told at once,
// and the whole stroke when it ends.
import { byId } from './dom.js';
import { MOST, tenths } from './painted.js';

const EVERY = 5;                                  // pixels of a drag between two puffs,
const PUFF = 2;                                   // the points of a puff,
const SPREAD = 12;                                // and their standard deviation in pixels
const ERASER = 18;                                // pixels around the pointer

export class Paint extends EventTarget {
  points = [];                                    // x, y, x, y, … in tenths
  #box;
  #plot;
  #cursor;
  #tool = '';                                     // brush, eraser or hand; none: the data is not painted
  #last = null;                                   // where a stroke has got to
  #isNew = false;                                 // whether it has changed anything

  constructor({ box, plot, cursor }) {
    super();
    this.#box = box;
    this.#plot = plot;
    this.#cursor = cursor;
    for (const button of byId('paint').querySelectorAll('[data-tool]'))
      button.addEventListener('click', () => this.#take(button.dataset.tool));
    byId('paint-clear').addEventListener('click', () => { this.#change([]); this.#end(); });
    box.addEventListener('pointerdown', event => this.#down(event));
    box.addEventListener('pointermove', event => this.#move(event));
    for (const type of ['pointerup', 'pointercancel']) box.addEventListener(type, () => this.#end());
    box.addEventListener('pointerleave', () => { if (this.#tool === 'eraser') cursor.hide(); });
  }

  /** Whether the plot is for the brush or the eraser, not for hands on centroids. */
  get isActive() { return this.#tool === 'brush' || this.#tool === 'eraser'; }

  /** Whether a stroke is being made: the plot must stay where it is. */
  get isBusy() { return this.#last !== null; }

  /** Begins on other points, or ends without any. */
  open(points) {
    this.#last = null;
    this.points = points ?? [];
    byId('paint').hidden = !points;
    if (!points) this.#take('');
    else if (!this.#tool) this.#take('brush');
  }

  /** Does at a place of the plot what a click there does. */
  press(left, top) {
    this.#act(left, top);
    this.#end();
  }

  #take(tool) {
    if (tool === this.#tool) return;
    this.#tool = tool;
    this.#box.dataset.tool = tool;
    for (const button of byId('paint').querySelectorAll('[data-tool]'))
      button.setAttribute('aria-pressed', String(button.dataset.tool === tool));
    this.dispatchEvent(new Event('taken'));
  }

  #down(event) {
    if (!this.isActive || event.button !== 0 || !event.isPrimary || event.target.closest('button')) return;
    this.#box.setPointerCapture(event.pointerId);
    this.#last = this.#place(event);
    this.#act(...this.#last);
  }

  #move(event) {
    if (!this.isActive) return;
    const place = this.#place(event);
    if (this.#tool === 'eraser' && event.pointerType === 'mouse') this.#cursor.show(...place);
    if (!this.#last || Math.hypot(place[0] - this.#last[0], place[1] - this.#last[1]) < EVERY) return;
    this.#last = place;
    if (this.#tool === 'eraser') this.#erase(...place);
    else this.#add(Array.from({ length: PUFF }, () => place.map(at => at + SPREAD * normal())));
  }

  #end() {
    this.#last = null;
    if (!this.#isNew) return;
    this.#isNew = false;
    this.dispatchEvent(new Event('stroked'));
  }

  #act(left, top) {
    if (this.#tool === 'eraser') this.#erase(left, top);
    else this.#add([[left, top]]);
  }

  /** Adds points at places of the plot; none twice, as a second one there could not be seen. */
  #add(places) {
    const there = new Set();
    for (let i = 0; i < this.points.length; i += 2) there.add(`${this.points[i]} ${this.points[i + 1]}`);
    const added = [];
    for (const place of places) {
      const [x, y] = this.#plot.values(...place).map(tenths);
      if (there.has(`${x} ${y}`) || this.points.length + added.length >= 2 * MOST) continue;
      there.add(`${x} ${y}`);
      added.push(x, y);
    }
    if (added.length > 0) this.#change([...this.points, ...added]);
  }

  #erase(left, top) {
    const kept = [];
    for (let i = 0; i < this.points.length; i += 2) {
      const [x, y] = this.#plot.pixels([this.points[i] / 10, this.points[i + 1] / 10]);
      if (Math.hypot(x - left, y - top) > ERASER) kept.push(this.points[i], this.points[i + 1]);
    }
    if (kept.length < this.points.length) this.#change(kept);
  }

  #change(points) {
    this.#isNew ||= points.length !== this.points.length;
    this.points = points;
    this.dispatchEvent(new Event('painted'));
  }

  #place(event) {
    const { left, top } = this.#box.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

/** A standard normal number (G. E. P. Box, M. E. Muller, 1958). */
const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
