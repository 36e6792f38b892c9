// The keyboard. No single key means anything while a field is being filled in.
import { byId } from './dom.js';
import { SPEEDS } from './state.js';

export function createKeys(player, state) {
  const help = byId('help');
  byId('help-open').addEventListener('click', () => help.showModal());
  byId('help-close').addEventListener('click', () => help.close());
  help.addEventListener('click', event => { if (event.target === help) help.close(); });

  const faster = by => {
    const at = SPEEDS.indexOf(state.values.speed) + by;
    state.set({ speed: SPEEDS[Math.max(0, Math.min(at, SPEEDS.length - 1))] });
  };
  const keys = {
    ' ': () => player.toggle(),
    'ArrowLeft': () => player.step(-1),
    'ArrowRight': () => player.step(1),
    'Home': () => player.go(0),
    'End': () => player.go(Infinity),
    'r': () => state.toggle('r', !state.shows('r')),
    '[': () => faster(-1),
    ']': () => faster(1),
    '?': () => help.showModal(),
  };

  document.addEventListener('keydown', event => {
    const { key, target } = event;
    if (!(key in keys) || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const slides = target.matches('input[type=range]');
    if (slides && /^(Arrow|Home|End)/.test(key)) return;                           // the slider's own keys
    if (target.matches('select, textarea, input:not([type=checkbox], [type=range])')) return;
    if (key === ' ' && target.matches('button, a, summary, input[type=checkbox]')) return;
    event.preventDefault();
    keys[key]();
  });
}
