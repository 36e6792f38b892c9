// The C# library, running as WebAssembly in a worker so that the page never waits for it. See engine.js.
import { dotnet } from '../_framework/dotnet.js';
import { columnsOf } from './taking.js';

const engine = dotnet.create().then(async runtime => {
  runtime.setModuleImports('worker', { read: share => postMessage({ id: loading, share }) });
  const { mainAssemblyName } = runtime.getConfig();
  return (await runtime.getAssemblyExports(mainAssemblyName)).Lloyd.Page.Engine;
});

let loading = 0;                                  // the id of the newest load
let turn = 0;                                     // a newer load or run ends the one under way

// Lets messages in between two steps. Unlike setTimeout, a message is not held back by 4 ms.
const channel = new MessageChannel();
const breathe = () => new Promise(resolve => {
  channel.port1.onmessage = resolve;
  channel.port2.postMessage(null);
});

let leftOut = [];                                 // the columns that cannot take part: { name, reason }

function read(lloyd, source) {
  if (source.description) lloyd.Generate(source.description);
  else if (source.bytes) lloyd.ReadTable(source.bytes, source.missing ?? 'error', source.truth ?? '');
  else lloyd.UseRows(source.values, source.columns);
  const found = lloyd.LeftOut(), half = found.length / 2;
  leftOut = source.leftOut ?? found.slice(0, half).map((name, i) => ({ name, reason: found[half + i] }));
}

const settingsOf = s => [s.k, s.init, s.seed, s.scale, s.empty, s.tol === 'none' ? NaN : s.tol, s.iter];

const calls = {
  async load(id, source, cols) {
    const lloyd = await engine;
    turn++;
    loading = id;
    if (source) read(lloyd, source);
    const all = lloyd.AllColumns();
    lloyd.Take(columnsOf(cols, all.length));
    const columns = lloyd.Columns();
    return {
      n: lloyd.Count(), d: columns.length, columns, values: lloyd.Values(), truth: lloyd.Truth(),
      notes: lloyd.Notes(), shares: lloyd.VarianceShares(), all, leftOut, cols,
    };
  },

  async run(id, settings) {
    const lloyd = await engine;
    const mine = ++turn;
    lloyd.Start(...settingsOf(settings), settings.e ?? '');
    while (mine === turn && lloyd.Next()) {
      postMessage({ id, step: stepOf(lloyd) });
      await breathe();
    }
    return mine === turn;
  },

  async components(id, scale) {
    const lloyd = await engine;
    lloyd.FindComponents(scale);
    return {
      offsets: lloyd.ComponentsOffsets(), ranges: lloyd.ComponentsRanges(), mean: lloyd.ComponentsMean(),
      directions: lloyd.ComponentsDirections(), shares: lloyd.ComponentsShares(),
    };
  },

  async end(id, settings) {
    const lloyd = await engine;
    lloyd.Finish(...settingsOf(settings));
    return { inertia: lloyd.EndInertia(), iterations: lloyd.EndIterations(), centroids: lloyd.EndCentroids() };
  },

  async judge(id, settings, sample) {
    const lloyd = await engine;
    const [inertia, silhouette, even] = lloyd.Judge(...settingsOf(settings), sample);
    return { inertia, silhouette, even };
  },

  async picture(id, settings, { h, plane, raw, truth, title, lines, tails }) {
    const lloyd = await engine;
    lloyd.UsePlane(
      plane.offsets, plane.ranges, plane.origin, plane.across, plane.up, plane.units, plane.names, plane.hasOneScale,
      plane.showsRegions, plane.words);
    return raw ? lloyd.RawPicture(truth, title) : lloyd.Picture(...settingsOf(settings), settings.e ?? '', h, title, lines, tails);
  },

  async preview(id, settings, centroids) {
    const lloyd = await engine;
    lloyd.Preview(...settingsOf(settings), centroids);
    return { labels: lloyd.PreviewLabels(), counts: lloyd.PreviewCounts(), inertia: lloyd.PreviewInertia() };
  },

  async fingerprint(id, settings) { return (await engine).FingerprintOf(...settingsOf(settings)); },

  async elementary(id, count) { return (await engine).ElementaryFingerprints(count); },
};

const stepOf = lloyd => ({
  centroids: lloyd.Centroids(), original: lloyd.CentroidsInOriginalUnits(), counts: lloyd.Counts(),
  inertia: lloyd.Inertia(), movement: lloyd.Movement(), final: lloyd.Final(),
  arrived: lloyd.Arrived(), arrivedInertia: lloyd.ArrivedInertia(), rows: lloyd.ChangedRows(), labels: lloyd.ChangedLabels(),
  offsets: lloyd.Offsets(), ranges: lloyd.Ranges(),
});

onmessage = async ({ data: { id, name, args } }) => {
  try {
    postMessage({ id, result: await calls[name](id, ...args) });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
};
