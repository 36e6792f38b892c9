// A place on the plot for the keyboard: arrows move it, Enter does there what a click does. Only while a click means
// something can the plot be reached by Tab.
const STEP = 8, LEAP = 40;                        // pixels that an arrow moves it, and with Shift
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Cursor extends EventTarget {
  #box;
  #mark;
  #isFree;
  #place = null;                                  // shares of width and height, so that it stays when the size changes

  /** @param isFree  a function that tells whether arrows belong to the cursor now */
  constructor(box, mark, isFree) {
    super();
    this.#box = box;
    this.#mark = mark;
    this.#isFree = isFree;
    box.addEventListener('keydown', event => this.#key(event));
    box.addEventListener('focus', () => this.#draw());
    box.addEventListener('blur', () => this.hide());
  }

  /** Shows it at a place, for a pointer. */
  show(left, top) {
    this.#place = [left / this.#box.clientWidth, top / this.#box.clientHeight];
    this.#draw();
    this.#mark.hidden = false;
  }

  hide() { this.#mark.hidden = true; }

  /** Lets the keyboard onto the plot, or not. */
  allow(isAllowed) {
    if (isAllowed === (this.#box.tabIndex === 0)) return;
    if (isAllowed) this.#box.tabIndex = 0;
    else this.#box.removeAttribute('tabindex');
    this.#box.setAttribute('role', isAllowed ? 'application' : 'img');
    this.#mark.hidden ||= !isAllowed;
  }

  #key(event) {
    if (event.target !== this.#box || this.#box.tabIndex !== 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (!this.#isFree() || !way && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    const { clientWidth: width, clientHeight: height } = this.#box;
    const by = event.shiftKey ? LEAP : STEP;
    if (way) this.#place = [[0, width], [1, height]].map(([i, size]) => Math.min(1, Math.max(0, this.#place[i] + way[i] * by / size)));
    this.#draw();
    this.dispatchEvent(new CustomEvent(way ? 'moved' : 'pressed', { detail: [this.#place[0] * width, this.#place[1] * height] }));
  }

  #draw() {
    this.#place ??= [0.5, 0.5];
    this.#mark.style.left = `${100 * this.#place[0]}%`;
    this.#mark.style.top = `${100 * this.#place[1]}%`;
    this.#mark.hidden = !this.#box.matches(':focus-visible');
  }
}
