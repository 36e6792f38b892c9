// The page's programming door, for tests and for the console: what is shown, as numbers.
//
//   lloyd.ready()              a promise: the run on the page has ended
//   lloyd.state                the properties that the address holds
//   lloyd.t, lloyd.playing     the step that is shown; whether it is being played
//   lloyd.table                { n, d, columns, values, truth, notes, shares }
//   lloyd.steps                per step { centroids (in the metric), original, counts, inertia, movement, changed, final }
//   lloyd.labels(t)            the cluster of every point at step t, counted from 0
//   lloyd.places()             where each point is on the screen: [[x, y], …], in CSS pixels of the viewport
//   lloyd.polygons()           the regions as drawn, per cluster [x, y, x, y, …], in the same pixels
//   lloyd.fingerprint(settings)      a promise of a hash of every bit of a run on the table
//   lloyd.elementary(count)          a promise of hashes of the engine's own Log, and Sin and Cos
//   lloyd.samples              the built-in data of the menu: [{ d, title, settings, file }]
import { SAMPLES } from './samples.js';

export function openDoor({ state, engine, player, plot, table, trace }) {
  const ready = async () => {
    while (!trace()?.done) await new Promise(resolve => setTimeout(resolve, 20));
  };
  window.lloyd = {
    ready,
    samples: SAMPLES,
    get state() { return { ...state.values }; },
    get t() { return player.t; },
    get playing() { return player.playing; },
    get table() { return table(); },
    get steps() { return trace()?.steps ?? []; },
    labels: t => [...trace().labels(t)],
    places: () => plot.places(),
    polygons: () => plot.polygons(),
    fingerprint: settings => engine.fingerprint(settings),
    elementary: count => engine.elementary(count),
  };
}
