// The settings of the run and what the plot shows of it, as form fields bound to the state.
import { byId } from './dom.js';
import { placedIn } from './edits.js';

export function createControls(state) {
  const k = byId('k'), seed = byId('seed'), init = byId('init'), scale = byId('scale'), empty = byId('empty');

  for (const field of [k, seed])
    field.addEventListener('change', () => {
      const value = Math.round(Number(field.value));
      if (field.value !== '' && value >= Number(field.min) && value <= Number(field.max)) state.set({ [field.id]: value });
      else update();
    });
  for (const field of [init, scale, empty]) field.addEventListener('change', () => state.set({ [field.id]: field.value }));
  byId('fewer').addEventListener('click', () => state.set({ k: Math.max(1, state.values.k - 1) }));
  byId('more').addEventListener('click', () => state.set({ k: Math.min(1000, state.values.k + 1) }));
  byId('die').addEventListener('click', () => state.set({ seed: Math.floor(Math.random() * 1000) }));

  for (const button of document.querySelectorAll('[data-view]'))
    button.addEventListener('click', () => state.toggle('w', button.dataset.view === 'raw'));
  byId('regions').addEventListener('change', event => state.toggle('r', event.target.checked));
  byId('lines').addEventListener('change', event => state.toggle('l', event.target.checked));
  byId('tails').addEventListener('change', event => state.toggle('t', event.target.checked));
  byId('undo').addEventListener('click', () => state.undo());
  byId('redo').addEventListener('click', () => state.redo());
  byId('truth').addEventListener('change', event => state.toggle('c', event.target.checked));

  function update() {
    for (const field of [k, seed, init, scale, empty]) field.value = String(state.values[field.id]);
    const isPlaced = state.values.init === 'hand';          // then k is how many there are, and nothing is drawn
    if (isPlaced) k.value = String(placedIn(state.values.e));
    for (const field of [k, seed, byId('more'), byId('die')]) field.disabled = isPlaced;
    byId('fewer').disabled = isPlaced || state.values.k <= 1;
    for (const button of document.querySelectorAll('[data-view]'))
      button.setAttribute('aria-pressed', String((button.dataset.view === 'raw') === state.shows('w')));
    byId('regions').checked = state.shows('r');
    byId('lines').checked = state.shows('l');
    byId('tails').checked = state.shows('t');
    byId('undo').disabled = !state.canUndo;
    byId('redo').disabled = !state.canRedo;
    byId('truth').checked = state.shows('c');
    document.body.dataset.view = state.shows('w') ? 'raw' : 'run';
  }

  state.onChange(update);
  update();

  return {
    /** What only an engine can do is off where there is none, and what needs data where there are none. */
    setEngine({ computes }, hasData) {
      for (const id of ['data', 'gallery-open', 'open']) byId(id).disabled = !computes;
      for (const id of ['settings', 'starts-open', 'choose-open', 'add']) byId(id).disabled = !computes || !hasData;
      byId('share-open').disabled = !hasData;
    },

    /** Fits the fields to a table: whether the true clusters are known. */
    setTable({ truth }) { byId('truth-field').hidden = truth.length === 0; },
  };
}
