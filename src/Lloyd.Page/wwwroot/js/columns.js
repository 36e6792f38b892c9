// The list of a table's columns: a tick for each that takes part, and why others cannot.
import { byId, element } from './dom.js';
import { rowNumbers } from './measure.js';
import { changesFor, columnsOf } from './taking.js';
import { count } from './words.js';

export class Columns {
  #state;
  #table = null;
  #listed = '';                                   // what is in the list,
  #rows = [];                                     // and how it is shown: { tick, remark } of every column that can take part

  constructor(state) {
    this.#state = state;
    byId('columns-open').addEventListener('click', () => this.#toggle(byId('columns').hidden));
    byId('columns-close').addEventListener('click', () => { this.#toggle(false); byId('columns-open').focus(); });
    byId('columns-all').addEventListener('click', () => this.#take([...this.#table.all.keys()]));
    byId('columns-one').addEventListener('click', () => this.#take(this.#taken.slice(0, 1)));
  }

  /** Fits the list to a table, or puts it away where there is nothing to choose. */
  setTable(table, isForChoosing) {
    this.#table = table;
    byId('columns-open').hidden = !isForChoosing;
    if (isForChoosing) this.#draw();
    else this.#toggle(false);
  }

  /** Takes out a column of those that take part, counted from 0 among them. */
  leaveOut(at) { this.#take(this.#taken.filter((_, i) => i !== at)); }

  /** The columns that take part, counted from 0 among all. */
  get #taken() { return columnsOf(this.#state.values.cols, this.#table.all.length); }

  #take(columns) { this.#state.set(changesFor(columns, this.#table, this.#state.values)); }

  #toggle(isOpen) {
    byId('columns').hidden = !isOpen;
    byId('columns-open').setAttribute('aria-expanded', String(isOpen));
    this.#draw();
  }

  #draw() {
    if (byId('columns').hidden) return;
    const { all, leftOut } = this.#table, taken = this.#taken;
    this.#list(all, leftOut);
    const counting = rowNumbers(this.#table).map(at => taken[at]);
    this.#rows.forEach(({ tick, remark }, column) => {
      tick.checked = taken.includes(column);
      if (counting.includes(column)) remark.textContent = 'counts the rows';
    });
    byId('columns-text').textContent = `${count(taken.length)} of ${count(all.length)} take part.`;
  }

  /** Makes the list, unless it is that already: a tick that has the focus must keep it. */
  #list(all, leftOut) {
    const wanted = JSON.stringify([all, leftOut]);
    if (wanted === this.#listed) return;
    this.#listed = wanted;
    this.#rows = all.map((name, column) => row(name, '', tick => this.#change(column, tick)));
    const others = leftOut.map(({ name, reason }) => row(name, reason, null));
    byId('columns-list').replaceChildren(...[...this.#rows, ...others].map(({ item }) => item));
  }

  #change(column, tick) {
    const others = this.#taken.filter(each => each !== column);
    if (tick.checked) this.#take([...others, column].sort((a, b) => a - b));
    else if (others.length > 0) this.#take(others);
    else {
      tick.checked = true;
      byId('columns-text').textContent = 'At least one column takes part.';
    }
  }
}

/** A column in the list; `change` is null for one that cannot take part. */
function row(name, reason, change) {
  const tick = element('input', { type: 'checkbox', disabled: !change, onchange: () => change(tick) });
  const remark = element('small', { textContent: reason });
  return { tick, remark, item: element('li', {}, element('label', { className: 'check' }, tick, element('span', {}, name), remark)) };
}
