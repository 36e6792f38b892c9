// What the page has to say about the data: hints, what was left out, and what went wrong and how to go on.
import { byId, element } from './dom.js';
import { rowNumbers } from './measure.js';
import { ALIKE_UP_TO } from './pixels.js';

/** Shows notices: { kind: 'note' | 'hint' | 'error', text, ways: [[label, act], …] }. */
export function showNotices(notices) {
  byId('notices').replaceChildren(...notices.map(({ kind, text, ways = [] }) => {
    const box = element('div', { className: `notice ${kind}` }, element('p', {}, text));
    if (kind === 'error') box.setAttribute('role', 'alert');
    if (ways.length > 0)
      box.append(element('div', { className: 'ways' }, ...ways.map(([label, act]) =>
        element('button', { type: 'button', className: 'small', textContent: label, onclick: act }))));
    return box;
  }));
}

/** Shows or, without text, hides what is being waited for. */
export function showBusy(text, cancel) {
  byId('busy').hidden = !text;
  byId('busy-text').textContent = text ?? '';
  showShare(null);
  byId('busy-cancel').hidden = !cancel;
  byId('busy-cancel').onclick = cancel ?? null;
}

/** Shows how much of it is done. */
export function showShare(share) {
  byId('busy-share').hidden = share === null;
  byId('busy-share').value = share ?? 0;
}

const DOMINANT = 0.9;                             // a column with more of the variance than this decides alone

/** What there is to say about a table under the settings of the state; `choice` can leave out a column (see columns.js). */
export function dataNotices(table, state, choice) {
  const { notes, shares, columns } = table;
  const said = notes.map(note => ({ kind: 'note', text: `${note[0].toUpperCase()}${note.slice(1)}.` }));
  if (table.n > ALIKE_UP_TO)
    said.push({ kind: 'note', text: 'A pixel has the colour of one of its points, drawn at random, and is the darker the more there are.' });
  const counting = columns.length > 1 ? rowNumbers(table) : [];
  for (const column of counting)
    said.push({
      kind: 'hint',
      text: `The column “${columns[column]}” counts the rows: rows near each other in the file seem alike by it.`,
      ways: [['Leave it out', () => choice.leaveOut(column)]],
    });
  const widest = shares.indexOf(Math.max(...shares));
  if (state.values.scale === 'none' && !counting.includes(widest) && columns.length > 1 && shares[widest] > DOMINANT)
    said.push({
      kind: 'hint',
      text: `The column “${columns[widest]}” carries ${Math.floor(100 * shares[widest])}\u202f% of the variance, ` +
        'so it decides the clusters almost alone.',
      ways: [['Scale to standard deviations', () => state.set({ scale: 'standard' })]],
    });
  return said;
}
