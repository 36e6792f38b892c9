// What the page shows, as one table of properties. The URL fragment is this table written out, so a link is a picture.
import { atStart, placedIn } from './edits.js';

const text = value => value;
const number = (low, high) => value => {
  const x = Number(value);
  return value !== '' && x >= low && x <= high ? x : undefined;
};
const whole = (low, high) => value => /^\d+$/.test(value) ? number(low, high)(value) : undefined;
const oneOf = (...words) => value => words.includes(value) ? value : undefined;
const SHOWN = 'rltcw';
const letters = known => value => value === '' ? '' :
  value.split(',').every(letter => known.includes(letter)) ? value : undefined;

export const NOTEBOOK = 'blobs:n=100,c=4,std=2,seed=42';
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

/** A place in a run, in half-steps: 2t when the points of step t have been assigned, 2t + 1 when its centroids have then
 *  moved. A link writes 3 and 3u. */
const half = {
  read: value => /^\d{1,6}u?$/.test(value) ? 2 * parseInt(value, 10) + (value.endsWith('u') ? 1 : 0) : undefined,
  write: h => `${h >> 1}${h % 2 === 1 ? 'u' : ''}`,
};
const NUMBER = '-?\\d+(\\.\\d+)?(e[+-]?\\d+)?';
const PLACE = `@${NUMBER}(;${NUMBER})*`;
const COLUMNS = /^([1-9]\d{0,5}(-[1-9]\d{0,5})?(,(?!$)|$))*$/;
const EDITS = new RegExp(`^(\\d{1,6}(m\\d+${PLACE}|a${PLACE}|d\\d+)(,(?!$)|$))*$`);

// name: [value on opening, how to read it (undefined: not understood, so the opening value stays), how to write it]
const properties = {
  d: [NOTEBOOK, text],                            // the data: a sample's description, 'served', or 'file:' and a fingerprint
  k: [4, whole(1, 1000)],
  init: ['random', oneOf('random', 'k-means++', 'farthest', 'hand')],
  seed: [42, whole(0, 4294967295)],
  scale: ['minmax', oneOf('none', 'minmax', 'standard')],
  empty: ['keep', oneOf('keep', 'relocate')],
  tol: [0, value => value === 'none' ? value : number(0, 1e9)(value)],     // 0: until no point changes cluster
  iter: [300, whole(1, 100000)],
  cols: ['', value => COLUMNS.test(value) ? value : undefined],            // the columns that take part: see taking.js
  e: ['', value => EDITS.test(value) ? value : undefined],                 // what was changed by hand: see edits.js
  t: [0, half.read, half.write],                  // what is shown of the run
  view: ['xy', value => /^(xy|pc12|plane(:[1-9]\d{0,3}(,[1-9]\d{0,3}){0,2})?)$/.test(value) ? value : undefined],  // see views.js
  x: [1, whole(1, 100000)],                       // the columns that are shown, counted from 1 among those that take part
  y: [2, whole(1, 100000)],
  show: ['r', letters(SHOWN)],                    // r regions, l lines, t tails, c true clusters, w raw data
  speed: [1, value => SPEEDS.find(speed => String(speed) === value)],
};

const SETTINGS = ['k', 'init', 'seed', 'scale', 'empty', 'tol', 'iter', 'cols'];

/** What decides a run on given data. */
export const RUN_KEYS = [...SETTINGS, 'e'];

export function createState() {
  const values = {};
  const listeners = [];
  let given = new Set();                          // the properties that the link has brought
  let timer = 0;
  const past = [], future = [];                   // what the run was decided by before, and what was undone

  function read(fragment) {
    const link = new URLSearchParams(fragment.replace(/^#/, ''));
    const found = {};
    given = new Set(link.keys());
    if (given.has('x') || given.has('y')) given.add('view');               // a link from when columns were all there was to see
    for (const [name, [initial, parse]] of Object.entries(properties))
      found[name] = link.has(name) ? parse(link.get(name)) ?? initial : initial;
    return found;
  }

  const fragment = () => {
    const parts = Object.entries(properties).map(([name, [, , write = String]]) =>
      `${name}=${encodeURIComponent(write(values[name])).replace(/%(3A|3D|2C|3B|40)/g, decodeURIComponent)}`);
    return `#v=1&${parts.join('&')}`;
  };

  const write = () => history.replaceState(null, '', `${location.pathname}${fragment()}`);

  /** Sets properties; what was changed by hand belongs to the run it was done in, but a start that was placed stays in its
   *  columns, and k follows it. Another run can be undone, and so can a stroke of paint. */
  function set(changes) {
    const isNew = name => name in changes && values[name] !== changes[name];
    const isPlaced = (changes.init ?? values.init) === 'hand';
    if (['d', ...SETTINGS].some(isNew) && !('e' in changes))
      changes = { ...changes, e: isPlaced && !isNew('init') && !isNew('cols') ? atStart(values.e) : '' };
    if (isPlaced && 'e' in changes) changes = { ...changes, k: placedIn(changes.e) || values.k };
    if (['d', ...RUN_KEYS].some(isNew)) {
      past.push(moment());
      future.length = 0;
    }
    assign(changes, false);
  }

  /** Sets the properties of data that is new on the page: there is nothing to undo. */
  function begin(changes) {
    past.length = future.length = 0;
    assign(changes, false);
  }

  const moment = () => Object.fromEntries(['d', ...RUN_KEYS, 't', 'x', 'y'].map(name => [name, values[name]]));

  /** Goes back to the run before (from the past to the future), or on again. */
  function travel(from, to) {
    if (from.length === 0) return;
    to.push(moment());
    const { x, y, ...former } = from.pop();
    assign(former.cols === values.cols ? former : { ...former, x, y }, true);      // seen are columns that take part
  }

  /** Tells every listener which properties are new, and whether what is shown comes with them. */
  function assign(changes, isPicture) {
    const changed = new Set(Object.keys(changes).filter(name => values[name] !== changes[name]));
    if (changed.size === 0) return;
    Object.assign(values, changes);
    for (const listener of listeners) listener(changed, isPicture);
    clearTimeout(timer);
    timer = setTimeout(write, 200);               // browsers limit how often the address may change
  }

  Object.assign(values, read(location.hash));
  if (location.search) history.replaceState(null, '', location.pathname + location.hash);     // the token is used up
  window.addEventListener('hashchange', () => {
    past.length = future.length = 0;
    assign(read(location.hash), true);
  });

  return {
    values,
    set,
    begin,
    fragment,
    get canUndo() { return past.length > 0; },
    get canRedo() { return future.length > 0; },
    undo: () => travel(past, future),
    redo: () => travel(future, past),
    isGiven: name => given.has(name),
    onChange: listener => listeners.push(listener),
    shows: letter => values.show.includes(letter),
    toggle: (letter, on) => set({
      show: [...SHOWN].filter(each => each === letter ? on : values.show.includes(each)).join(','),
    }),
  };
}
