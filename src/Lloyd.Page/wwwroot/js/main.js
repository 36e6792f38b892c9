// Puts the parts together: the state says what to show, the engine computes it, the player walks through it.
import { createChart } from './chart.js';
import { Choose } from './choose.js';
import { Columns } from './columns.js';
import { createControls } from './controls.js';
import { Cursor } from './cursor.js';
import { createDataMenu } from './data.js';
import { byId } from './dom.js';
import { openDoor } from './door.js';
import { Engine, hasWebAssembly } from './engine.js';
import { createGallery } from './gallery.js';
import { Hands } from './hands.js';
import { kept } from './kept.js';
import { createKeys } from './keys.js';
import { rowsOf } from './metric.js';
import { dataNotices, showBusy, showNotices, showShare } from './notices.js';
import { Paint } from './paint.js';
import { isPainted, nameOf, paintedData, pointsOf } from './painted.js';
import { createPanel } from './panel.js';
import { createParallel } from './parallel.js';
import { inMetric } from './plane.js';
import { Player } from './player.js';
import { Plot } from './plot.js';
import { RecordedEngine, recordedNotebook } from './recorded.js';
import { createShare } from './share.js';
import { Starts } from './starts.js';
import { stuckSentence, whyStuck } from './stuck.js';
import { createState, NOTEBOOK, RUN_KEYS } from './state.js';
import { lacking, say, told } from './telling.js';
import { imageOf } from './tile.js';
import { Trace } from './trace.js';
import { createTransport } from './transport.js';
import { readOnServer } from './upload.js';
import { firstView, Views } from './views.js';
import { plural, short } from './words.js';

const state = createState();
const engine = kept?.run ? new RecordedEngine(kept.run)
  : hasWebAssembly || state.values.d === 'served' ? new Engine() : await recordedNotebook();
if (!engine.computes && !kept?.run) state.begin({ ...engine.settings, d: NOTEBOOK });
const player = new Player();
const plot = new Plot(byId('plot'));
const controls = createControls(state);
const views = new Views(state, engine, () => show());
const columns = new Columns(state);
const parallel = createParallel(player, () => table);
const panel = createPanel(player, {
  table: () => table, image: () => image, pick: cluster => hands.select(cluster), see: cluster => parallel.see(cluster),
});
const menu = createDataMenu(d => open(d, false), choose);
const gallery = createGallery(menu);
createChart(player);
createTransport(player, state);
const cursor = new Cursor(byId('plot'), byId('cursor'), () => paint.isActive || hands.selected < 0);
const paint = new Paint({ box: byId('plot'), plot, cursor });
const hands = new Hands({ box: byId('plot'), state, player, plot, engine, table: () => table, rest: () => paint.isActive });
const starts = new Starts(state, () => sourceOf(data));
const choices = new Choose(state, () => ({ source: sourceOf(data), n: table.n }));
createShare({ state, plot, player, engine, data: () => data, table: () => table });
createKeys(player, state, hands, engine.computes ? { m: starts, k: choices } : {});

let data = null;                                  // the data on the page: where it came from,
let table = null;                                 // and what is in it
let image = null;                                 // what its rows look like, where they are images
let trace = null;                                 // the run on the page
let isOpening = false;                            // its settings change, and the run comes when all of them have

// ---- data and runs -------------------------------------------------------------------------------------------

/** What the engine loads of data: the columns that take part, as the state says or as they are given. */
const sourceOf = ({ source }, cols = state.values.cols) => ({ ...source, cols });

/** Puts data on the page and runs on it with its own settings, unless a link has given others; true if that worked. */
async function choose(chosen, fromLink = false) {
  empty(false);
  showBusy(`Reading ${chosen.title} …`, table ? cancel : null);
  try {
    await readOnServer(chosen);
    const isAsLinked = fromLink && state.isGiven('cols') && !chosen.isPainted;
    table = await engine.load(sourceOf(chosen, isAsLinked ? state.values.cols : ''), showShare);
  } catch (error) {
    if (error.name !== 'AbortError') failToRead(error, chosen);
    return false;
  } finally {
    showBusy(null);
  }
  trace = null;
  describe(chosen);
  if (data.source.isServed) engine.prepare();
  const own = Object.entries({ ...chosen.settings, cols: '', e: '', view: firstView(table.d), x: 1, y: 2, t: 0 });
  isOpening = true;
  state.begin({ ...Object.fromEntries(own.filter(([name]) => !fromLink || !state.isGiven(name))), d: chosen.d });
  menu.mark(chosen.d);
  fit();
  paint.open(chosen.isPainted ? pointsOf(chosen.d) : null);
  isOpening = false;
  run(state.values.t);
  return true;
}

/** Fits the parts of the page to the columns that take part. */
function fit() {
  image = imageOf(data.image, table);
  if (Math.max(state.values.x, state.values.y) > table.d) state.set({ x: 1, y: 2 });
  controls.setTable(table);
  views.setTable(table);
  columns.setTable(table, engine.computes && !data.isPainted && (table.all.length > 2 || !data.source.description));
}

/** Says what is on the page now. */
function describe(chosen) {
  data = chosen;
  table.frame = chosen.frame;
  table.notes.push(...chosen.notes ?? []);
  byId('about').textContent = `${chosen.title} · ${plural(table.n, 'point')} · ${plural(table.d, 'column')}`;
  document.title = `Lloyd: ${chosen.title}`;
}

let isRepainting = false, wanted = null;

/** Runs on what is painted and shows half-step h, or the end; the newest points when the engine has dealt with those before. */
async function repaint(h = Infinity) {
  wanted = h;
  if (isRepainting) return;
  isRepainting = true;
  try {
    while (wanted !== null && data.isPainted) {
      const painted = paintedData(state.values.d, paint.points), at = wanted;
      wanted = null;
      const loaded = await engine.load(painted.source);
      if (!data.isPainted) break;
      table = loaded;
      describe(painted);
      await run(at, true);
    }
  } finally {
    isRepainting = false;
  }
}

async function cancel() {
  engine.restart();
  await engine.load(sourceOf(data));
}

/** Shows the samples in the plot's place while there is no data, and that there is none. */
function empty(isEmpty) {
  gallery.replacePlot(isEmpty);
  controls.setEngine(engine, !isEmpty);
  if (!isEmpty) return;
  byId('title').textContent = 'No data yet';
  document.body.dataset.half = '';
  player.fail({ title: 'No data yet', text: 'Choose a sample, or open a file.' });
}

/** Says what is wrong with data, and ways on; where the command line has an option for it, the page has a button. */
function failToRead(error, chosen) {
  const anew = missing => menu.use({ ...chosen, source: { ...chosen.source, missing } });
  const mends = chosen?.source.bytes && !chosen.source.missing && error.message.includes('--missing') ? [
    ['Leave out rows with missing cells', () => anew('drop')], ['Fill in the column’s mean', () => anew('mean')],
  ] : [];
  const ways = [...mends, ['Open another file…', menu.open], ['What a file needs', () => byId('help').showModal()]];
  if (table) ways.push([`Go on with ${data.title}`, notices]);
  else {
    ways.push(['Show the notebook’s blobs', () => open(NOTEBOOK, false)]);
    empty(true);
  }
  showNotices([{ kind: 'error', text: error.message.replace(/ \(--[^)]*\)/g, '').replace(/^input: /, `${chosen?.title}: `), ways }]);
  menu.mark(state.values.d);
}

/** Runs with the settings of the state and shows half-step h when it is there; a fork of the run on the page keeps the
 *  picture until then. */
async function run(h, isForked = false) {
  const settings = Object.fromEntries(RUN_KEYS.map(key => [key, state.values[key]]));
  const mine = trace = new Trace(table.n, settings);
  if (settings.cols !== table.cols && !await take(mine)) return;
  player.open(mine, h, isForked);
  notices();
  const waits = lacking(data, table, state.values);
  if (waits) return stop(waits);
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
    showNotices([{ kind: 'error', text: error.message }]);
    stop({ title: 'No run', text: 'These settings and these points do not fit together.' });
  }
}

/** Has the columns of the state take part; false if that has not worked, or another run than `mine` is wanted by then. */
async function take(mine) {
  try {
    const taken = await engine.load(sourceOf(data));
    if (mine !== trace) return false;
    table = taken;
    describe(data);
    fit();
    return true;
  } catch (error) {
    if (mine === trace && error.name !== 'AbortError') showNotices([{ kind: 'error', text: error.message }]);
    return false;
  }
}

function stop(why) {
  trace = null;
  player.fail(why);
  show();
}

function notices() {
  if (paint.isBusy) return;
  const said = dataNotices(table, state, columns);
  showNotices(engine.computes ? said : [{ kind: 'note', text: engine.note }, ...said.filter(({ kind }) => kind === 'note')]);
}

// ---- what is shown -------------------------------------------------------------------------------------------

const calm = matchMedia('(prefers-reduced-motion: reduce)');

function show(glides = false) {
  if (!table || trace?.length === 0 && !state.shows('w')) return;        // its first step comes soon
  const { h } = player;
  const isRaw = state.shows('w') || !trace?.length;
  const moment = trace?.length ? trace.at(h) : null;
  const plane = views.plane(moment);
  if (!plane) return;                             // the engine is looking for it
  views.write(plane, moment, !isRaw && state.shows('r'));
  if (isRaw) plot.show({ table, plane, labels: state.shows('c') && table.truth.length > 0 ? table.truth : null });
  else
    plot.show(
      scene(moment, trace.labels(h >> 1), plane),
      glides && h % 2 === 1 && !calm.matches ? { from: trace.at(h - 1).centroids, ms: player.glideMs } : null);
  const waits = state.shows('w') ? null : lacking(data, table, state.values);
  cursor.allow(paint.isActive || hands.arePlacing);
  byId('title').textContent = isRaw ? waits ? 'No run yet' : 'Raw data' : `Step ${h >> 1}`;
  byId('title-end').textContent = isRaw || !trace.done ? '' : `of ${trace.last >> 1}`;
  document.body.dataset.half = isRaw ? '' : h % 2 === 1 ? 'update' : 'assign';
  say(isRaw ? waits?.text ?? `Raw data: ${plural(table.n, 'point')}, before any clustering.` : told(trace, h, table));
}

const scene = (moment, labels, plane) => ({
  table, image, plane, step: moment, labels, selected: hands.selected, regions: state.shows('r') && plane.isCut,
  lines: state.shows('l'), tails: state.shows('t') ? trace.steps.slice(0, moment.t + 1).map(step => step.centroids) : null,
});

let draggedLabels = null;

/** Shows centroids where a hand has them, with the labels that the engine has found for them, or those from before. */
function showDragged({ places, labels, counts, inertia }) {
  const moment = trace.at(player.h);
  const centroids = Float64Array.from(places.flatMap(place => [...inMetric(plot.plane, place)]));
  const shown = scene({ ...moment, centroids, counts, changed: [] }, labels ?? trace.labels(player.h >> 1), plot.plane);
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
  if (!best || !trace?.done || plot.table !== table) return;
  player.go(trace.last);
  const found = whyStuck(rowsOf(trace.steps.at(-1).centroids, table.d), rowsOf(best.centroids, table.d));
  const moment = trace.at(trace.last);
  plot.show({ ...scene(moment, trace.labels(moment.t), plot.plane), marked: [...found.straddling, ...found.sharing] });
  say(stuckSentence(found));
}

byId('starts-why').addEventListener('click', explain);

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
    if (data?.isPainted && isPainted(state.values.d)) {
      paint.points = pointsOf(state.values.d);
      menu.mark(state.values.d);
      repaint(fromLink ? state.values.t : Infinity);
    } else if (fromLink) open(state.values.d, true);
    return;
  }
  if (!table || isOpening) return;
  const isFork = fromLink || changed.has('e') && state.values.e !== '';
  if (RUN_KEYS.some(key => changed.has(key))) run(isFork ? state.values.t : 0, isFork);
  else if (fromLink && changed.has('t')) player.go(state.values.t);
  else if (['view', 'x', 'y', 'show'].some(key => changed.has(key))) show();
});

paint.addEventListener('painted', () => repaint());
paint.addEventListener('stroked', () => state.set({ d: nameOf(paint.points) }));
paint.addEventListener('taken', () => { if (table) show(); });
cursor.addEventListener('pressed', ({ detail }) => (paint.isActive ? paint.press(...detail) : hands.place(...detail)));
cursor.addEventListener('moved', ({ detail }) => { byId('spoken').textContent = plot.values(...detail).map(short).join(', '); });

hands.addEventListener('dragged', ({ detail }) => showDragged(detail));
for (const type of ['cancelled', 'selected']) hands.addEventListener(type, () => show());
hands.addEventListener('selected', () => { panel.mark(hands.selected); parallel.pick(hands.selected); });

engine.addEventListener('moved', () => {
  table.notes.push('lloyd does not answer any more; the page goes on by itself, with the engine in the browser');
  notices();
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { for (const part of [plot, panel, parallel]) part.redraw(); });

async function open(d, fromLink) {
  try {
    await choose(await menu.find(d), fromLink);
  } catch (error) {
    failToRead(error);
  }
}

controls.setEngine(engine, true);
openDoor({ state, engine, player, plot, hands, starts, choices, table: () => table, trace: () => trace, isRepainting: () => isRepainting });
menu.mark(state.values.d);
open(state.values.d, true);
