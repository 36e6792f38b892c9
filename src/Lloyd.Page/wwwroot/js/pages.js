// The page as one file that opens anywhere, without a server: its own files, packed, and what is on it. unpack.js starts it.
// Nothing is kept twice: the files are those that this page was served with, or has been unpacked from.
import { kept } from './kept.js';
import { record, RECORDING } from './recorded.js';
import { SAMPLES } from './samples.js';

const OWN = 'lloyd:';                             // how a script names another file of the page, until unpack.js gives addresses
const FRAMEWORK = '_framework/';
const TYPES = { json: 'application/json', js: 'text/javascript', wasm: 'application/wasm', css: 'text/css', svg: 'image/svg+xml', html: 'text/html' };
const RELATIVE = /((?:from|import) )'(\.[^']+)'|new URL\('(\.[^']+)', import\.meta\.url\)/g;
const packs = new Map(Object.entries(kept?.files ?? {}));         // path → { type, data }

/** The page with the run that is shown in the engine's place. */
export async function lightPage(data, table, trace, components, fragment) {
  const files = await moduleFiles('js/main.js', path => path !== 'js/worker.js');
  return pageOf(files, { data: { ...data, notes: [], source: {} }, run: record(table, trace, components) }, data.title, fragment);
}

/** The page with the engine, the built-in data, and the data that is shown. */
export async function fullPage(data, fragment) {
  const samples = SAMPLES.filter(({ file }) => file).map(({ file }) => file);
  const files = { ...await moduleFiles('js/main.js'), ...await engineFiles(), ...await gather([...samples, RECORDING]) };
  const { bytes, values, columns, leftOut, isServed, shares, ...source } = data.source;
  if (bytes) files.data = await pack(bytes, '');
  const own = { ...data, source: values ? { values: [...values], columns, leftOut } : bytes ? { ...source, file: 'data' } : source };
  return pageOf(files, { data: own, run: null }, data.title, fragment);
}

// ---- which files ---------------------------------------------------------------------------------------------

/** A module and all that it imports. What it names as a neighbour it names by its place in the page. */
async function moduleFiles(path, takes = () => true, files = {}) {
  if (path in files || !takes(path)) return files;
  files[path] = await file(path, text => text.replace(RELATIVE, (_, word, imported, address) =>
    `${word ?? ''}'${OWN}${new URL(imported ?? address, `https://page/${path}`).pathname.slice(1)}'`));
  for (const [, next] of (await textOf(files[path])).matchAll(new RegExp(`'${OWN}([^']+)'`, 'g')))
    if (!next.startsWith(FRAMEWORK)) await moduleFiles(next, takes, files);
  return files;
}

/** The runtime and the library. From a file nothing can be fetched by name, so the runtime is told where its parts are. */
async function engineFiles() {
  if (kept) return Object.fromEntries(Object.entries(kept.files).filter(([path]) => path.startsWith(FRAMEWORK)));
  const main = `${FRAMEWORK}dotnet.js`, itself = `${FRAMEWORK}dotnet.itself.js`;
  // Where a script of the runtime is, it only asks to find its neighbours.
  const still = text => text.replaceAll('import.meta.url', '"https://page/_framework/"');
  const files = { [itself]: await file(main, still) };
  const [, boot] = /\/\*json-start\*\/(.*)\/\*json-end\*\//s.exec(await textOf(files[itself]));
  const { resources } = JSON.parse(boot);
  const names = Object.values(resources).flatMap(list => Array.isArray(list) ? list.map(({ name }) => name) : []);
  await Promise.all(names.map(async name => { files[FRAMEWORK + name] = await file(FRAMEWORK + name, still); }));
  const places = names.map(name => `'${name}': '${OWN}${FRAMEWORK}${name}'`);
  files[main] = await pack(`import { dotnet } from '${OWN}${itself}';
const places = { ${places.join(', ')} };
dotnet.withResourceLoader((type, name) => type === 'dotnetjs' ? places[name] : fetch(places[name]));
export { dotnet };
`, TYPES.js);
  return files;
}

const gather = async paths => Object.fromEntries(await Promise.all(paths.map(async path => [path, await file(path)])));

/** A file of the page, packed; a script is changed first. */
async function file(path, change = null) {
  if (!packs.has(path)) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path} is missing on the server of this page.`);
    const ending = path.split('.').pop();
    packs.set(path, await pack(ending === 'js' && change ? change(await answer.text()) : await answer.blob(), TYPES[ending] ?? ''));
  }
  return packs.get(path);
}

// ---- packing -------------------------------------------------------------------------------------------------

async function pack(content, type) {
  const packed = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return { type, data: await base64(await new Response(packed).blob()) };
}

async function textOf({ data }) {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

const base64 = blob => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});

// ---- the page ------------------------------------------------------------------------------------------------

/** index.html with its parts inside it. Scripts run only where they carry this file's own word, or come out of it. */
async function pageOf(files, what, title, fragment) {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  const index = new DOMParser().parseFromString(await textOf(await file('index.html')), 'text/html');
  const add = (name, attributes, text = '') => {
    const made = Object.assign(index.createElement(name), { textContent: text });
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const inside = { 'index.html': await file('index.html'), 'js/unpack.js': await file('js/unpack.js') };
  let styles = '';                                // as text: as an element they would be this page's, which takes none inline
  for (const link of index.querySelectorAll('link[rel=stylesheet]')) {
    const path = link.getAttribute('href');
    inside[path] = await file(path);
    styles += `<style nonce="${nonce}">${await textOf(inside[path])}</style>\n`;
    link.remove();
  }
  inside['favicon.svg'] = await file('favicon.svg');
  const icon = `data:image/svg+xml;base64,${await base64(new Blob([await textOf(inside['favicon.svg'])]))}`;
  index.querySelector('link[rel=icon]').setAttribute('href', icon);
  index.querySelector('.brand img').setAttribute('src', icon);
  index.querySelector('.brand').removeAttribute('href');
  index.querySelector('title').textContent = `Lloyd: ${title}`;
  index.querySelector('script').remove();
  index.querySelector('meta[charset]').after(add('meta', {
    'http-equiv': 'Content-Security-Policy',
    content: `default-src 'none'; script-src 'nonce-${nonce}' blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src blob:; ` +
      `style-src 'nonce-${nonce}'; img-src data: blob:; base-uri 'none'; form-action 'none'`,
  }));
  const content = await pack(JSON.stringify({ ...what, fragment }), 'application/json');
  index.body.append(
    add('script', { type: 'application/json', id: 'kept' }, JSON.stringify({ ...inside, ...files, kept: content })),
    add('script', { type: 'module', nonce }, await textOf(inside['js/unpack.js'])));
  const html = index.documentElement.outerHTML.replace('</head>', () => `${styles}</head>`);
  return new Blob(['<!doctype html>\n', html, '\n'], { type: 'text/html' });
}
