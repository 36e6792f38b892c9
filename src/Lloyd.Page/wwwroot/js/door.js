// The page's programming door, for tests and for the console: what is shown, as numbers.
//
//   lloyd.ready()              a promise: the run on the page has ended, and its points are shown
//   lloyd.state                the properties that the address holds
//   lloyd.h, lloyd.t           the half-step that is shown (see trace.js) and its step
//   lloyd.playing              whether it is being played
//   lloyd.selected             the centroid that keys move, counted from 0; −1 where there is none
//   lloyd.table                { n, d, columns, values, truth, notes, shares }
//   lloyd.steps                per step { centroids (in the metric), original, counts, inertia, movement, changed, final }
//   lloyd.labels(t)            the cluster of every point at step t, counted from 0
//   lloyd.centroids()          where each centroid that is shown is on the screen, likewise
//   lloyd.places()             where each point is on the screen: [[x, y], …], in CSS pixels of the viewport
//   lloyd.polygons()           the regions as drawn, per cluster [x, y, x, y, …], in the same pixels
//   lloyd.plane                the plane that is shown: see plane.js
//   lloyd.ends                 the ends of many starts, as far as they are known: [{ init, seed, inertia }]; lloyd.surveying
//   lloyd.choices              what is known for each k: [{ k, inertias, silhouettes, even }]
//   lloyd.fingerprint(settings)      a promise of a hash of every bit of a run on the table
//   lloyd.elementary(count)          a promise of hashes of the engine's own Log, and Sin and Cos
//   lloyd.samples              the built-in data of the menu: [{ d, title, settings, file }]
import { SAMPLES } from './samples.js';

export function openDoor({ state, engine, player, plot, hands, starts, choices, table, trace, isRepainting }) {
  const ready = async () => {
    while (!trace()?.done || plot.table !== table() || isRepainting()) await new Promise(resolve => setTimeout(resolve, 20));
  };
  window.lloyd = {
    ready,
    samples: SAMPLES,
    get state() { return { ...state.values }; },
    get h() { return player.h; },
    get t() { return player.h >> 1; },
    get ends() { return starts.ends; },
    get choices() { return choices.found; },
    get surveying() { return starts.isRunning || choices.isRunning; },
    get selected() { return hands.selected; },
    get playing() { return player.playing; },
    get table() { return table(); },
    get plane() { return plot.plane; },
    get steps() { return trace()?.steps ?? []; },
    labels: t => [...trace().labels(t)],
    centroids: () => plot.centroids(),
    places: () => plot.places(),
    polygons: () => plot.polygons(),
    fingerprint: settings => engine.fingerprint(settings),
    elementary: count => engine.elementary(count),
  };
}
