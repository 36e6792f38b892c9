// The data menu: built-in samples, a file that is opened or dropped, or the table that `lloyd play FILE` serves.
import { byId, element } from './dom.js';
import { kept } from './kept.js';
import { isPainted, PAINT, paintedData } from './painted.js';
import { PLAIN, SAMPLES } from './samples.js';

/**
 * Data is { title, d, settings, source, image, notes }, d being how a link names it; for image see samples.js.
 * @param {(d: string) => void} pick  told what was picked in the menu
 * @param {(data: object) => Promise<boolean>} choose  given a file's data; whether it could be used
 */
export function createDataMenu(pick, choose) {
  const menu = byId('data');
  const file = byId('file');
  const own = new Map();                          // d → a file or served table, so that the menu can go back to it
  if (kept?.data) own.set(kept.data.d, kept.data);
  let painted = PAINT;                            // likewise

  byId('open').addEventListener('click', () => file.click());
  file.addEventListener('change', () => {
    if (file.files[0]) open(file.files[0]);
    file.value = '';                              // so that the same file can be opened again
  });
  menu.addEventListener('change', () => choosePicked(menu.value));

  let depth = 0;                                  // dragging over a child leaves its parent
  const isFile = event => event.dataTransfer?.types.includes('Files');
  const over = by => { depth += by; document.body.toggleAttribute('data-dropping', depth > 0); };
  document.addEventListener('dragenter', event => { if (isFile(event)) over(1); });
  document.addEventListener('dragleave', event => { if (isFile(event)) over(-1); });
  document.addEventListener('dragover', event => { if (isFile(event)) event.preventDefault(); });
  document.addEventListener('drop', event => {
    if (!isFile(event)) return;
    event.preventDefault();
    over(-depth);
    open(event.dataTransfer.files[0]);
  });

  const choosePicked = d => pick(d === PAINT ? painted : d);

  async function open(chosen) {
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    await use({
      title: chosen.name, d: `file:${await fingerprint(chosen, bytes)}`, settings: PLAIN, source: { name: chosen.name, bytes },
    });
  }

  /** Puts a file's data on the page and into the menu. */
  async function use(data) {
    if (!await choose(data)) return;
    own.set(data.d, data);
    mark(data.d);
  }

  /** The data that a link or the menu names. */
  async function find(d) {
    if (d === 'served' && !own.has(d)) own.set(d, await serve());
    if (own.has(d)) return own.get(d);
    if (isPainted(d)) return paintedData(d);
    if (d.startsWith('file:'))
      throw new Error('This link shows a file of its sender. Files are not part of a link; open the file here to see the picture.');
    const sample = SAMPLES.find(each => each.d === d) ?? { title: d, d, settings: {} };
    return { ...sample, source: sample.file ? await download(sample) : { description: d } };
  }

  /** Shows which data is on the page. */
  function mark(d) {
    const yours = [...own.values()].filter(each => !isSample(each.d)).map(({ title, d }) => [d, title]);
    if (isPainted(d)) painted = d;
    else if (!own.has(d) && !isSample(d)) yours.push([d, d]);
    const groups = [['Built in', SAMPLES.map(sample => [sample.d, sample.title])]];
    groups.push(['Yours', [...yours, [PAINT, 'Paint your own']]]);
    menu.replaceChildren(...groups.map(([label, pairs]) =>
      element('optgroup', { label }, ...pairs.map(([value, text]) => new Option(text, value)))));
    menu.value = isPainted(d) ? PAINT : d;
  }

  return { find, mark, use, pick: choosePicked, open: () => file.click() };
}

const isSample = d => SAMPLES.some(sample => sample.d === d);

/** Names a file by what is in it; where the browser has no hash to offer (plain http), by size and date. */
async function fingerprint(file, bytes) {
  if (!crypto.subtle) return `${file.size}-${file.lastModified}`;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash.subarray(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

async function download({ file, truth }) {
  const answer = await fetch(kept?.address(file) ?? file);
  if (!answer.ok) throw new Error(`${file} is missing on the server of this page.`);
  return { name: file, bytes: new Uint8Array(await answer.arrayBuffer()), truth };
}

async function serve() {
  const [about, numbers] = await Promise.all(['data.json', 'data.f64'].map(name => fetch(name)));
  if (!about.ok || !numbers.ok) throw new Error('The table of the command line is not there any more; is lloyd still running?');
  const { name, columns, leftOut, settings, notes, shares } = await about.json();
  const values = new Float64Array(await numbers.arrayBuffer());
  return { title: name, d: 'served', settings: { ...PLAIN, ...settings }, source: { isServed: true, values, columns, leftOut, shares }, notes };
}
