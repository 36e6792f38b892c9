// What the page shows, as one table of properties. The URL fragment is this table written out, so a link is a picture.

const text = value => value;
const number = (low, high) => value => {
  const x = Number(value);
  return value !== '' && x >= low && x <= high ? x : undefined;
};
const whole = (low, high) => value => /^\d+$/.test(value) ? number(low, high)(value) : undefined;
const oneOf = (...words) => value => words.includes(value) ? value : undefined;
const letters = known => value => value === '' ? '' :
  value.split(',').every(letter => known.includes(letter)) ? value : undefined;

export const NOTEBOOK = 'blobs:n=100,c=4,std=2,seed=42';
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

// name: [value on opening, how to read it (undefined: not understood, so the opening value stays)]
const properties = {
  d: [NOTEBOOK, text],                            // the data: a sample's description, 'served', or 'file:' and a fingerprint
  k: [4, whole(1, 1000)],
  init: ['random', oneOf('random', 'k-means++')],
  seed: [42, whole(0, 4294967295)],
  scale: ['minmax', oneOf('none', 'minmax', 'standard')],
  empty: ['keep', oneOf('keep', 'relocate')],
  tol: [0, value => value === 'none' ? value : number(0, 1e9)(value)],     // 0: until no point changes cluster
  iter: [300, whole(1, 100000)],
  t: [0, whole(0, 100000)],                       // the step that is shown
  x: [1, whole(1, 100000)],                       // the columns that are shown, counted from 1
  y: [2, whole(1, 100000)],
  show: ['r', letters('rcw')],                    // r regions, c true clusters, w raw data
  speed: [1, value => SPEEDS.find(speed => String(speed) === value)],
};

export const RUN_KEYS = ['k', 'init', 'seed', 'scale', 'empty', 'tol', 'iter'];

export function createState() {
  const values = {};
  const listeners = [];
  let given = new Set();                          // the properties that the link has brought
  let timer = 0;

  function read(fragment) {
    const link = new URLSearchParams(fragment.replace(/^#/, ''));
    const found = {};
    given = new Set(link.keys());
    for (const [name, [initial, parse]] of Object.entries(properties))
      found[name] = given.has(name) ? parse(link.get(name)) ?? initial : initial;
    return found;
  }

  function write() {
    const parts = Object.keys(properties).map(name =>
      `${name}=${encodeURIComponent(values[name]).replaceAll('%3A', ':').replaceAll('%3D', '=').replaceAll('%2C', ',')}`);
    history.replaceState(null, '', `${location.pathname}#v=1&${parts.join('&')}`);
  }

  /** Sets properties and tells every listener which of them are new, and whether a link brought them. */
  function set(changes, fromLink = false) {
    const changed = new Set(Object.keys(changes).filter(name => values[name] !== changes[name]));
    if (changed.size === 0) return;
    Object.assign(values, changes);
    for (const listener of listeners) listener(changed, fromLink);
    clearTimeout(timer);
    timer = setTimeout(write, 200);               // browsers limit how often the address may change
  }

  Object.assign(values, read(location.hash));
  if (location.search) history.replaceState(null, '', location.pathname + location.hash);     // the token is used up
  window.addEventListener('hashchange', () => set(read(location.hash), true));

  return {
    values,
    set,
    isGiven: name => given.has(name),
    onChange: listener => listeners.push(listener),
    shows: letter => values.show.includes(letter),
    toggle: (letter, on) => set({
      show: [...'rcw'].filter(each => each === letter ? on : values.show.includes(each)).join(','),
    }),
  };
}
