// Puts the parts together: the state says what to show, the engine computes it, the player walks through it.
import { createChart } from './chart.js';
import { createControls } from './controls.js';
import { createDataMenu } from './data.js';
import { byId } from './dom.js';
import { openDoor } from './door.js';
import { WorkerEngine } from './engine.js';
import { createKeys } from './keys.js';
import { dataNotices, showBusy, showNotices } from './notices.js';
import { createPanel } from './panel.js';
import { Player } from './player.js';
import { Plot } from './plot.js';
import { createState, NOTEBOOK, RUN_KEYS } from './state.js';
import { Trace } from './trace.js';
import { createTransport } from './transport.js';
import { plural, sentence } from './words.js';

const state = createState();
const engine = new WorkerEngine();
const player = new Player();
const plot = new Plot(byId('plot'));
const controls = createControls(state);
const panel = createPanel(player);
const menu = createDataMenu(d => open(d, false), choose);
createChart(player);
createTransport(player, state);
createKeys(player, state);

let data = null;                                  // the data on the page: where it came from,
let table = null;                                 // and what is in it
let trace = null;                                 // the run on the page

// ---- data and runs -------------------------------------------------------------------------------------------

/** Puts data on the page and runs on it with its own settings, unless a link has given others; true if that worked. */
async function choose(chosen, fromLink = false) {
  showBusy(`Reading ${chosen.title} …`, table ? cancel : null);
  try {
    table = await engine.load(chosen.source);
  } catch (error) {
    if (error.name !== 'AbortError') failToRead(error);
    return false;
  } finally {
    showBusy(null);
  }
  data = chosen;
  table.notes.push(...chosen.notes ?? []);
  trace = null;
  const own = Object.entries({ ...chosen.settings, x: 1, y: 2, t: 0 });
  state.set({ ...Object.fromEntries(own.filter(([name]) => !fromLink || !state.isGiven(name))), d: chosen.d });
  if (Math.max(state.values.x, state.values.y) > table.d) state.set({ x: 1, y: 2 });
  menu.mark(chosen.d);
  controls.setTable(table);
  byId('about').textContent = `${chosen.title} · ${plural(table.n, 'point')} · ${plural(table.d, 'column')}`;
  document.title = `Lloyd: ${chosen.title}`;
  run(state.values.t);
  return true;
}

async function cancel() {
  engine.restart();
  await engine.load(data.source);
}

function failToRead(error) {
  const ways = [['Open another file…', menu.open], ['What a file needs', () => byId('help').showModal()]];
  if (table) ways.push([`Go on with ${data.title}`, notices]);
  else ways.push(['Show the notebook’s blobs', () => open(NOTEBOOK, false)]);
  showNotices([{ kind: 'error', text: error.message, ways }]);
  menu.mark(state.values.d);
}

/** Runs with the settings of the state and shows step t when it is there. */
async function run(t) {
  const settings = Object.fromEntries(RUN_KEYS.map(key => [key, state.values[key]]));
  const mine = trace = new Trace(table.n, settings);
  player.open(mine, t);
  notices();
  try {
    const ended = await engine.run(settings, step => {
      if (mine !== trace) return;
      mine.append(step);
      player.grown();
    });
    if (mine !== trace || !ended) return;
    mine.done = true;
    player.grown();
  } catch (error) {
    if (mine !== trace || error.name === 'AbortError') return;
    player.fail();
    showNotices([{ kind: 'error', text: error.message }]);
    show();
  }
}

function notices() { showNotices(dataNotices(table, state)); }

// ---- what is shown -------------------------------------------------------------------------------------------

const calm = matchMedia('(prefers-reduced-motion: reduce)');

function show(glides = false) {
  if (!table) return;
  const { t } = player;
  const step = trace?.steps[t];
  const isRaw = state.shows('w') || !step;
  const scene = { table, x: state.values.x - 1, y: table.d < 2 ? -1 : state.values.y - 1 };
  if (isRaw) plot.show({ ...scene, labels: state.shows('c') && table.truth.length > 0 ? table.truth : null });
  else
    plot.show(
      { ...scene, step, labels: trace.labels(t), changed: t > 0 ? step.rows : null, regions: state.shows('r') && table.d <= 2 },
      glides && !calm.matches ? { from: trace.steps[t - 1].centroids, ms: player.glideMs } : null);
  byId('title').textContent = isRaw ? 'Raw data' : `Step ${t}`;
  byId('title-end').textContent = isRaw || !trace.done ? '' : `of ${trace.last}`;
  say(isRaw ? `Raw data: ${plural(table.n, 'point')}, before any clustering.` : sentence(trace, t));
}

let sayTimer = 0;

/** Puts a sentence under the plot; screen readers get the last one of a quick succession. */
function say(text) {
  byId('sentence').textContent = text;
  byId('plot').setAttribute('aria-label', text);
  clearTimeout(sayTimer);
  sayTimer = setTimeout(() => { byId('spoken').textContent = text; }, 400);
}

// ---- what leads to what --------------------------------------------------------------------------------------

player.addEventListener('grown', () => { if (trace.done) show(); });

player.addEventListener('step', ({ detail: { how } }) => {
  if (how !== 'open' && state.shows('w')) state.toggle('w', false);
  state.set({ t: player.t });
  show(how === 'glide');
});

state.onChange((changed, fromLink) => {
  if (changed.has('d')) {
    if (fromLink) open(state.values.d, true);
    return;
  }
  if (!table) return;
  if (RUN_KEYS.some(key => changed.has(key))) run(fromLink ? state.values.t : 0);
  else if (fromLink && changed.has('t')) player.go(state.values.t);
  else if (['x', 'y', 'show'].some(key => changed.has(key))) show();
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { plot.redraw(); panel.redraw(); });

async function open(d, fromLink) {
  try {
    await choose(await menu.find(d), fromLink);
  } catch (error) {
    failToRead(error);
  }
}

openDoor({ state, engine, player, plot, table: () => table, trace: () => trace });
menu.mark(state.values.d);
open(state.values.d, true);
