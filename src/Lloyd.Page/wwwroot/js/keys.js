// The keyboard. No single key means anything while a field is being filled in.
import { byId } from './dom.js';
import { SPEEDS } from './state.js';

/** @param drawers  by the key that opens and closes each */
export function createKeys(player, state, hands, drawers) {
  const help = byId('help');
  byId('help-open').addEventListener('click', () => help.showModal());
  byId('help-close').addEventListener('click', () => help.close());
  help.addEventListener('click', event => { if (event.target === help) help.close(); });

  const faster = by => {
    const at = SPEEDS.indexOf(state.values.speed) + by;
    state.set({ speed: SPEEDS[Math.max(0, Math.min(at, SPEEDS.length - 1))] });
  };
  /** Shows the raw data in their true clusters, where these are known, or the run again. */
  function truth() {
    if (byId('truth-field').hidden) return;
    const isShown = state.shows('w') && state.shows('c');
    state.toggle('c', true);
    state.toggle('w', !isShown);
  }

  const keys = {
    ' ': () => player.toggle(),
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map(number => [String(number), () => hands.select(number - 1)])),
    'Escape': () => hands.select(-1),
    'Delete': () => hands.remove(),
    'Backspace': () => hands.remove(),
    'ArrowUp': () => hands.nudge(0, 1),
    'ArrowDown': () => hands.nudge(0, -1),
    'ArrowLeft': ({ shiftKey }) => hands.selected >= 0 ? hands.nudge(-1, 0) : shiftKey ? player.stride(-1) : player.step(-1),
    'ArrowRight': ({ shiftKey }) => hands.selected >= 0 ? hands.nudge(1, 0) : shiftKey ? player.stride(1) : player.step(1),
    'Home': () => player.go(0),
    'End': () => player.go(Infinity),
    'r': () => state.toggle('r', !state.shows('r')),
    'l': () => state.toggle('l', !state.shows('l')),
    't': () => state.toggle('t', !state.shows('t')),
    'g': truth,
    ...Object.fromEntries(Object.entries(drawers).map(([key, drawer]) => [key, () => drawer.toggle()])),
    '[': () => faster(-1),
    ']': () => faster(1),
    '?': () => help.showModal(),
  };

  document.addEventListener('keydown', event => {
    const { key, target } = event;
    if (document.querySelector('dialog[open]') || target.matches('select, textarea, input:not([type=checkbox], [type=range])')) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && /^[zy]$/i.test(key)) {
      event.preventDefault();
      if (key.toLowerCase() === 'y' || event.shiftKey) state.redo();
      else state.undo();
      return;
    }
    if (!(key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^Arrow(Up|Down)|^Escape|^Delete|^Backspace/.test(key) && hands.selected < 0) return;
    const slides = target.matches('input[type=range]');
    if (slides && /^(Arrow|Home|End)/.test(key)) return;                           // the slider's own keys
    if (key === ' ' && target.matches('button, a, summary, input[type=checkbox]')) return;
    event.preventDefault();
    keys[key](event);
  });
}
