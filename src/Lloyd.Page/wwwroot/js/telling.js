// What is told of what is shown: under the plot, and to screen readers.
import { byId } from './dom.js';
import { placedIn } from './edits.js';
import { tiesOf } from './ties.js';
import { sentence, tieSentence } from './words.js';

let timer = 0;

/** Puts a sentence under the plot; screen readers get the last one of a quick succession. */
export function say(text) {
  byId('sentence').textContent = text;
  byId('plot').setAttribute('aria-label', text);
  clearTimeout(timer);
  timer = setTimeout(() => { byId('spoken').textContent = text; }, 400);
}

/** What happened at half-step h, and what became of ties. */
export const told = (trace, h, table) => sentence(trace, h) +
  (h % 2 === 0 ? tieSentence(tiesOf(table, trace.steps[h >> 1], trace.labels(h >> 1))) : '');

/** What has to be done before anything can run, if anything: { title, text }. */
export function lacking({ isPainted }, table, { k, init, e }) {
  if (isPainted && table.n < k)
    return { title: 'Paint some points', text: `Click or drag on the plot to paint. The run starts at ${k} points.` };
  if (init === 'hand' && placedIn(e) === 0)
    return {
      title: 'Place the centroids',
      text: 'Click on the plot where the first centroid starts. With the keyboard: Tab to the plot, arrows, Enter.',
    };
  return null;
}
