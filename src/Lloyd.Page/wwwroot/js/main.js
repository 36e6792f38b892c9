// Puts the parts together: the state says what to show, the engine computes it, the player walks through it.
import { createChart } from './chart.js';
import { Choose } from './choose.js';
import { createControls } from './controls.js';
import { createDataMenu } from './data.js';
import { byId } from './dom.js';
import { openDoor } from './door.js';
import { WorkerEngine } from './engine.js';
import { Hands } from './hands.js';
import { kept } from './kept.js';
import { createKeys } from './keys.js';
import { rowsOf, toMetric } from './metric.js';
import { dataNotices, showBusy, showNotices } from './notices.js';
import { createPanel } from './panel.js';
import { Player } from './player.js';
import { Plot } from './plot.js';
import { RecordedEngine } from './recorded.js';
import { createShare } from './share.js';
import { Starts } from './starts.js';
import { stuckSentence, whyStuck } from './stuck.js';
import { createState, NOTEBOOK, RUN_KEYS } from './state.js';
import { Trace } from './trace.js';
import { createTransport } from './transport.js';
import { plural, sentence, short } from './words.js';

const state = createState();
const engine = kept?.run ? new RecordedEngine(kept.run) : new WorkerEngine();
const player = new Player();
const plot = new Plot(byId('plot'));
const controls = createControls(state);
const panel = createPanel(player, () => table, cluster => hands.select(cluster));
const menu = createDataMenu(d => open(d, false), choose);
createChart(player);
createTransport(player, state);
const hands = new Hands({ box: byId('plot'), state, player, plot, engine, table: () => table });
const starts = new Starts(state, () => data.source);
const choices = new Choose(state, () => ({ source: data.source, n: table.n }));
createShare({ state, plot, player, engine, data: () => data, table: () => table });
createKeys(player, state, hands, engine.computes ? { m: starts, k: choices } : {});

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
  const own = Object.entries({ ...chosen.settings, e: '', x: 1, y: 2, t: 0 });
  state.begin({ ...Object.fromEntries(own.filter(([name]) => !fromLink || !state.isGiven(name))), d: chosen.d });
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

/** Runs with the settings of the state and shows half-step h when it is there; a fork of the run on the page keeps the
 *  picture until then. */
async function run(h, isForked = false) {
  const settings = Object.fromEntries(RUN_KEYS.map(key => [key, state.values[key]]));
  const mine = trace = new Trace(table.n, settings);
  player.open(mine, h, isForked);
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
    trace = null;
    showNotices([{ kind: 'error', text: error.message }]);
    show();
  }
}

function notices() {
  const said = dataNotices(table, state);
  showNotices(engine.computes ? said : [{ kind: 'note', text: engine.note }, ...said.filter(({ kind }) => kind === 'note')]);
}

// ---- what is shown -------------------------------------------------------------------------------------------

const calm = matchMedia('(prefers-reduced-motion: reduce)');

function show(glides = false) {
  if (!table || trace?.length === 0 && !state.shows('w')) return;        // its first step comes soon
  const { h } = player;
  const isRaw = state.shows('w') || !trace?.length;
  if (isRaw) plot.show({ ...axes(), labels: state.shows('c') && table.truth.length > 0 ? table.truth : null });
  else
    plot.show(
      scene(trace.at(h), trace.labels(h >> 1)),
      glides && h % 2 === 1 && !calm.matches ? { from: trace.at(h - 1).centroids, ms: player.glideMs } : null);
  byId('title').textContent = isRaw ? 'Raw data' : `Step ${h >> 1}`;
  byId('title-end').textContent = isRaw || !trace.done ? '' : `of ${trace.last >> 1}`;
  document.body.dataset.half = isRaw ? '' : h % 2 === 1 ? 'update' : 'assign';
  say(isRaw ? `Raw data: ${plural(table.n, 'point')}, before any clustering.` : sentence(trace, h));
}

const axes = () => ({ table, x: state.values.x - 1, y: table.d < 2 ? -1 : state.values.y - 1 });

const scene = (moment, labels) => ({
  ...axes(), step: moment, labels, selected: hands.selected, regions: state.shows('r') && table.d <= 2,
  lines: state.shows('l'), tails: state.shows('t') ? trace.steps.slice(0, moment.t + 1).map(step => step.centroids) : null,
});

let draggedLabels = null;

/** Shows centroids where a hand has them, with the labels that the engine has found for them, or those from before. */
function showDragged({ places, labels, counts, inertia }) {
  const moment = trace.at(player.h);
  const centroids = Float64Array.from(places.flatMap(place => Array.from(place, (x, column) => toMetric(moment, x, column))));
  const shown = scene({ ...moment, centroids, counts, changed: [] }, labels ?? trace.labels(player.h >> 1));
  if (labels === draggedLabels && !shown.lines) plot.move(shown);
  else plot.show(shown);
  draggedLabels = labels;
  byId('sentence').textContent = labels
    ? `Inertia ${short(inertia)}, let go here; it was ${short(moment.inertia)}.`
    : 'Let go to run from here.';
}

/** Marks the centroids that keep the run on the page from the best end that is known, and says why. */
function explain() {
  const best = starts.best;
  if (!best || !trace?.done) return;
  player.go(trace.last);
  const found = whyStuck(rowsOf(trace.steps.at(-1).centroids, table.d), rowsOf(best.centroids, table.d));
  const moment = trace.at(trace.last);
  plot.show({ ...scene(moment, trace.labels(moment.t)), marked: [...found.straddling, ...found.sharing] });
  say(stuckSentence(found));
}

byId('starts-why').addEventListener('click', explain);

let sayTimer = 0;

/** Puts a sentence under the plot; screen readers get the last one of a quick succession. */
function say(text) {
  byId('sentence').textContent = text;
  byId('plot').setAttribute('aria-label', text);
  clearTimeout(sayTimer);
  sayTimer = setTimeout(() => { byId('spoken').textContent = text; }, 400);
}

// ---- what leads to what --------------------------------------------------------------------------------------

player.addEventListener('grown', () => { if (trace.done && !hands.areBusy) show(); });
for (const [from, type] of [[player, 'step'], [player, 'grown'], [starts, 'drawn']])
  from.addEventListener(type, () => { byId('starts-why').disabled = !trace?.done || !starts.best; });

player.addEventListener('step', ({ detail: { how } }) => {
  if (how !== 'open' && state.shows('w')) state.toggle('w', false);
  state.set({ t: player.h });
  show(how === 'glide');
});

state.onChange((changed, fromLink) => {
  if (changed.has('d')) {
    if (fromLink) open(state.values.d, true);
    return;
  }
  if (!table) return;
  const isFork = fromLink || changed.has('e') && state.values.e !== '';
  if (RUN_KEYS.some(key => changed.has(key))) run(isFork ? state.values.t : 0, isFork);
  else if (fromLink && changed.has('t')) player.go(state.values.t);
  else if (['x', 'y', 'show'].some(key => changed.has(key))) show();
});

hands.addEventListener('dragged', ({ detail }) => showDragged(detail));
for (const type of ['cancelled', 'selected']) hands.addEventListener(type, () => show());
hands.addEventListener('selected', () => panel.mark(hands.selected));

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { plot.redraw(); panel.redraw(); });

async function open(d, fromLink) {
  try {
    await choose(await menu.find(d), fromLink);
  } catch (error) {
    failToRead(error);
  }
}

controls.setEngine(engine);
openDoor({ state, engine, player, plot, hands, starts, choices, table: () => table, trace: () => trace });
menu.mark(state.values.d);
open(state.values.d, true);
