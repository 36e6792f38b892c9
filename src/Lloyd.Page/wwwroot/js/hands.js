// Hands on the centroids: placing, dragging, adding, removing. While one is dragged, regions and labels follow it; when it is let
// go, the run goes on from there.
import { byId } from './dom.js';
import { added, append, moved, removed } from './edits.js';
import { originals } from './metric.js';
import { lifted, moved as movedWithin } from './plane.js';

const REACH = 24;                                 // pixels around a centroid, for fingers too
const STILL = 6;                                  // pixels that a click may move
const NUDGE = 8;                                  // pixels that an arrow key moves it

export class Hands extends EventTarget {
  selected = -1;
  #state;
  #player;
  #plot;
  #engine;
  #table;
  #rest;
  #press = null;                                  // where the pointer went down, unless on a centroid
  #drag = null;                                   // { cluster, places, … }: see #down; in original units
  #asking = false;
  #waits = false;

  /**
   * @param table  a function that gives the table on the page
   * @param rest  a function that tells whether the pointer does something else now
   */
  constructor({ box, state, player, plot, engine, table, rest }) {
    super();
    this.#state = state;
    this.#player = player;
    this.#plot = plot;
    this.#engine = engine;
    this.#table = table;
    this.#rest = rest;
    // A finger on a centroid drags it; anywhere else it scrolls.
    box.addEventListener('touchstart', event => {
      if (this.#nearest(event.touches[0], box) >= 0) event.preventDefault();
    }, { passive: false });
    box.addEventListener('pointerdown', event => this.#down(event, box));
    box.addEventListener('pointermove', event => this.#move(event, box));
    box.addEventListener('pointerup', () => this.#up());
    box.addEventListener('pointercancel', () => this.#cancel());
    box.addEventListener('click', event => this.#click(event));
    box.addEventListener('dblclick', event => this.#doubleClick(event));
    byId('add').addEventListener('click', () => this.add());
    byId('remove').addEventListener('click', () => this.remove());
    player.addEventListener('step', ({ detail: { how } }) => {
      if (how !== 'open') this.#cancel();
      if (this.selected >= player.trace.at(player.h).counts.length) this.select(-1);
    });
  }

  /** Whether a centroid is being dragged. */
  get areBusy() { return this.#drag !== null; }

  /** Whether a click places one more centroid of the start. */
  get arePlacing() { return !this.#rest() && this.#state.values.init === 'hand' && this.#player.h === 0 && !this.#state.shows('w'); }

  /** Places a centroid of the start; in the columns that are not shown it is in the middle of the points. */
  place(left, top) {
    if (!this.arePlacing) return;
    this.#commit(added(0, lifted(this.#plot.plane, this.#plot.under(left, top))));
  }

  select(cluster) {
    const there = this.#moment?.counts.length ?? 0;
    const chosen = cluster < there ? cluster : -1;
    if (chosen === this.selected) return;
    this.selected = chosen;
    byId('remove').disabled = chosen < 0;
    this.dispatchEvent(new Event('selected'));
  }

  /** Moves the selected centroid by so many nudges; y goes up. */
  nudge(x, y) {
    if (this.selected < 0 || !this.#moment) return;
    const place = this.#originals()[this.selected];
    const [left, top] = this.#plot.pixels(place);
    this.#commit(moved(this.#step, this.selected, this.#placed(place, left + NUDGE * x, top - NUDGE * y)));
  }

  /** Adds a centroid where a point drawn at random is. */
  add() {
    const { n, d, values } = this.#table(), row = Math.floor(n * Math.random());
    if (this.#moment || this.arePlacing) this.#commit(added(this.#step, values.slice(row * d, (row + 1) * d)));
  }

  remove() {
    if (this.selected < 0 || !this.#moment || this.#moment.counts.length < 2) return;
    const edit = removed(this.#step, this.selected);
    this.select(-1);
    this.#commit(edit);
  }

  get #moment() {
    const { trace, h, isWaiting } = this.#player;
    return trace?.length && !isWaiting && this.#plot.table === this.#table() ? trace.at(h) : null;
  }

  /** The step whose assignment follows a change made now. */
  get #step() { return (this.#player.h + 1) >> 1; }

  /** The centroids as they are shown, in original units. */
  #originals() { return originals(this.#moment); }

  /** A place, moved within the plane that is shown to where the pointer is. */
  #placed(place, left, top) { return movedWithin(this.#plot.plane, place, this.#plot.under(left, top)); }

  #nearest(event, box) {
    if (this.#rest() || !this.#engine.computes || !this.#moment || this.#state.shows('w')) return -1;
    const { left, top } = box.getBoundingClientRect();
    let nearest = -1, least = REACH;
    this.#originals().forEach((place, j) => {
      const [x, y] = this.#plot.pixels(place);
      const distance = Math.hypot(event.clientX - left - x, event.clientY - top - y);
      if (distance <= least) [nearest, least] = [j, distance];
    });
    return nearest;
  }

  #down(event, box) {
    if (event.button !== 0 || !event.isPrimary) return;
    const cluster = this.#nearest(event, box);
    this.#press = cluster < 0 ? event : null;
    this.select(cluster);
    if (cluster < 0) return;
    event.preventDefault();
    box.setPointerCapture(event.pointerId);
    this.#player.pause();
    const places = this.#originals();
    const [x, y] = this.#plot.pixels(places[cluster]);
    const { left, top } = box.getBoundingClientRect();
    this.#drag = {
      cluster, places, hasMoved: false, labels: null, counts: this.#moment.counts, inertia: NaN,
      shift: [x - (event.clientX - left), y - (event.clientY - top)],
    };
  }

  #move(event, box) {
    if (!this.#drag) {
      box.toggleAttribute('data-grab', event.pointerType === 'mouse' && this.#nearest(event, box) >= 0);
      return;
    }
    const { left, top } = box.getBoundingClientRect();
    const { places, cluster, shift } = this.#drag;
    places[cluster] = this.#placed(places[cluster], event.clientX - left + shift[0], event.clientY - top + shift[1]);
    this.#drag.hasMoved = true;
    this.#show();
    this.#ask();
  }

  #up() {
    const drag = this.#drag;
    this.#drag = null;
    if (drag?.hasMoved) this.#commit(moved(this.#step, drag.cluster, drag.places[drag.cluster]));
  }

  #cancel() {
    if (!this.#drag) return;
    this.#drag = null;
    this.dispatchEvent(new Event('cancelled'));
  }

  #click(event) {
    const press = this.#press;
    if (!press || event.detail > 1 || event.target.closest('button')) return;
    if (Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > STILL) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    this.place(event.clientX - left, event.clientY - top);
  }

  #doubleClick(event) {
    const box = event.currentTarget;
    if (this.#rest() || !this.#moment || this.arePlacing || this.#state.shows('w') || this.#nearest(event, box) >= 0) return;
    const { left, top } = box.getBoundingClientRect();
    const place = lifted(this.#plot.plane, this.#plot.under(event.clientX - left, event.clientY - top));
    this.#commit(added(this.#step, place));
  }

  #commit(edit) {
    if (!this.#engine.computes) return;
    this.#state.set({ e: append(this.#state.values.e, edit), t: 2 * this.#step });
  }

  #show() {
    this.dispatchEvent(new CustomEvent('dragged', { detail: this.#drag }));
  }

  /** Asks the engine for labels, one question at a time: the newest places are asked for when it has answered. */
  async #ask() {
    this.#waits = true;
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#waits && this.#drag) {
        this.#waits = false;
        const drag = this.#drag, d = this.#table().d;
        const centroids = new Float64Array(drag.places.length * d);
        drag.places.forEach((place, j) => centroids.set(place, j * d));
        const answer = await this.#engine.preview(this.#player.trace.settings, centroids);
        if (drag !== this.#drag) continue;
        Object.assign(drag, answer);
        this.#show();
      }
    } catch (error) {
      if (error.name !== 'AbortError') this.#cancel();        // too far away to measure: it goes back
    } finally {
      this.#asking = false;
    }
  }
}
