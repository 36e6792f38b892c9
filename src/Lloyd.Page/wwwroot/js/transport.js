// The transport bar: first, back, play, forward, last, the slider over every step, and the speed.
import { byId, options } from './dom.js';
import { SPEEDS } from './state.js';

const FRACTIONS = { 0.25: '¼', 0.5: '½' };

export function createTransport(player, state) {
  const slider = byId('slider');
  const speed = byId('speed');
  options(speed, SPEEDS.map(value => [value, `${FRACTIONS[value] ?? value}×`]), state.values.speed);

  byId('first').addEventListener('click', () => player.go(0));
  byId('back').addEventListener('click', () => player.step(-1));
  byId('play').addEventListener('click', () => player.toggle());
  byId('forward').addEventListener('click', () => player.step(1));
  byId('last').addEventListener('click', () => player.go(Infinity));
  slider.addEventListener('input', () => player.go(Number(slider.value)));
  speed.addEventListener('change', () => state.set({ speed: Number(speed.value) }));

  function update() {
    const { trace, h, playing } = player;
    const last = Math.max(0, trace?.last ?? 0);
    slider.max = String(last);
    slider.value = String(h);
    slider.setAttribute('aria-valuetext', `Step ${h >> 1} of ${last >> 1}, ${h % 2 === 1 ? 'update' : 'assign'}`);
    slider.style.setProperty('--share', String(last === 0 ? 0 : h / last));
    slider.style.setProperty('--steps', String(last));
    slider.toggleAttribute('data-ticks', last > 0 && last <= 80);
    byId('first').disabled = byId('back').disabled = h === 0;
    byId('last').disabled = byId('forward').disabled = h >= last;
    byId('play').disabled = !trace?.length;
    byId('play').dataset.playing = String(playing);
    byId('play').setAttribute('aria-label', playing ? 'Pause' : 'Play');
    byId('play').title = playing ? 'Pause (Space)' : 'Play (Space)';
  }

  function setSpeed() {
    player.speed = state.values.speed;
    speed.value = String(state.values.speed);
  }

  for (const type of ['step', 'grown', 'failed', 'playing']) player.addEventListener(type, update);
  state.onChange(changed => { if (changed.has('speed')) setSpeed(); });
  setSpeed();
  update();
}
