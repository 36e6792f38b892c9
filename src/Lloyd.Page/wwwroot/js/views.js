// Which plane of more than two columns is shown: the choice beside the plot, and the plane itself. Clusters are always those
// of all columns.
import { byId, options } from './dom.js';
import { showBusy } from './notices.js';
import { centroidsPlane, columnsPlane, componentsPlane } from './plane.js';

const MOST_COLUMNS = 128;                         // whose components the page looks for: the work grows with d³
const THROUGH = ['through-1', 'through-2', 'through-3'];
const NO_METRIC = { offsets: [], ranges: [] };

/** What a table is looked at with at first. */
export const firstView = d => d > 2 && d <= MOST_COLUMNS ? 'pc12' : 'xy';

const chosen = which => `plane:${which.map(j => j + 1).join()}`;

/** The centroids that a view goes through: those it names, as far as there are such, then those of the largest clusters. */
function three(view, counts) {
  const named = (view.split(':')[1] ?? '').split(',').filter(Boolean).map(number => Number(number) - 1).filter(j => j < counts.length);
  const largest = Array.from(counts, (_, j) => j).sort((i, j) => counts[j] - counts[i] || i - j).slice(0, 3);
  const all = [...new Set([...named, ...largest])].slice(0, 3);
  return named.length > 0 ? all : all.sort((i, j) => i - j);
}

export class Views {
  #state;
  #engine;
  #changed;
  #table = null;
  #components = null;                             // { scale, found, hasFailed }: what the engine was asked for
  #plane = null;                                  // the last plane, and what it was made of
  #made = [];
  #through = [];                                  // the centroids that a plane goes or would go through, counted from 0

  /** @param changed  told when a plane that was waited for is there */
  constructor(state, engine, changed) {
    this.#state = state;
    this.#engine = engine;
    this.#changed = changed;
    byId('view').addEventListener('change', ({ target }) =>
      state.set({ view: target.value === 'chosen' ? chosen(this.#through) : target.value }));
    for (const [name, other] of [['x', 'y'], ['y', 'x']])
      byId(name).addEventListener('change', ({ target }) => {
        const value = Number(target.value), { [name]: before, [other]: beside } = state.values;
        state.set(value === beside ? { [name]: value, [other]: before } : { [name]: value });
      });
    THROUGH.forEach((id, i) => byId(id).addEventListener('change', ({ target }) => {
      const which = [...this.#through], value = Number(target.value) - 1, at = which.indexOf(value);
      if (at >= 0) which[at] = which[i];
      which[i] = value;
      state.set({ view: chosen(which) });
    }));
  }

  /** Fits the choice to a table. */
  setTable(table) {
    const { d, columns } = this.#table = table;
    this.#components = this.#plane = null;
    for (const id of ['x', 'y']) options(byId(id), columns.map((name, i) => [i + 1, name]), this.#state.values[id]);
    byId('viewing').hidden = d < 3;
    byId('view').querySelector('[value=pc12]').disabled = d > MOST_COLUMNS;
  }

  /** The plane to show with a moment of the run, or with none; nothing while the engine still looks for it. */
  plane(moment) {
    const view = this.#view(moment), { x, y, scale } = this.#state.values, { d } = this.#table;
    if (view === 'pc12') {
      const found = this.#find(scale);
      return found && this.#keep([view, found], () => componentsPlane(found));
    }
    if (view !== 'xy') {
      const which = three(view, moment.counts);
      return this.#keep([moment.centroids, ...which], () => centroidsPlane(this.#table, moment, which));
    }
    const { offsets, ranges } = moment ?? NO_METRIC;
    const up = d < 2 ? -1 : y === x ? (x === 1 ? 1 : 0) : y - 1;
    return this.#keep([view, x, up, ...offsets, ...ranges], () => columnsPlane(this.#table, { offsets, ranges }, x - 1, up));
  }

  /** Shows in the fields and in words what is shown. */
  write(plane, moment, regions) {
    const view = this.#view(moment), { d, all } = this.#table, { x, y } = this.#state.values;
    byId('view').value = view.includes(':') ? 'chosen' : view;
    byId('view-columns').hidden = view !== 'xy';
    byId('view-centroids').hidden = !view.includes(':');
    [byId('x').value, byId('y').value] = [String(x), String(y)];
    for (const option of byId('view').querySelectorAll('[value^=plane], [value=chosen]')) option.disabled = !moment;
    if (moment) this.#through = three(view, moment.counts);
    if (view.includes(':')) {
      const all = Array.from(moment.counts, (_, j) => [j + 1, j + 1]);
      THROUGH.forEach((id, i) => {
        byId(id).hidden = i >= this.#through.length;
        options(byId(id), all, this.#through[i] + 1);
      });
    }
    byId('regions-field').hidden = !plane.isCut;
    byId('view-note').hidden = d < 3;
    byId('view-note').textContent = `Clustered in ${d === all.length ? `all ${d} columns` : `the ${d} columns that take part`}${!plane.isCut
      ? '; two are shown. Where a point belongs depends on the others too, so no regions are drawn.'
      : regions ? `. Regions are cut by ${plane.words}; points are projected on it and may lie off it.`
        : `. Points are projected on ${plane.words} and may lie off it.`}`;
  }

  /** The view of the state, or columns where the table or the moment has no such view. */
  #view(moment) {
    const { view, scale } = this.#state.values, { d } = this.#table;
    if (d < 3 || view.startsWith('plane') && !moment) return 'xy';
    const hasFailed = this.#components?.scale === scale && this.#components.hasFailed;
    return view === 'pc12' && (d > MOST_COLUMNS || hasFailed) ? 'xy' : view;
  }

  /** The plane made of some things: the same as before where they are. */
  #keep(things, make) {
    if (!this.#plane || things.length !== this.#made.length || things.some((thing, i) => thing !== this.#made[i]))
      [this.#plane, this.#made] = [make(), things];
    return this.#plane;
  }

  /** The components under a scaling, once the engine has found them. */
  #find(scale) {
    if (this.#components?.scale !== scale) {
      const asked = this.#components = { scale, found: null, hasFailed: false };
      const patience = setTimeout(() => showBusy('Finding the principal components …'), 300);
      this.#engine.components(scale).then(
        found => { asked.found = found; },
        error => { if (error.name === 'AbortError') this.#components = null; else asked.hasFailed = true; },
      ).then(() => {
        clearTimeout(patience);
        if (asked !== this.#components) return;
        showBusy(null);
        this.#changed();
      });
    }
    return this.#components.found;
  }
}
