// Starts a page that was saved as one file (see pages.js): each of its files gets an address of its own, and a script that
// names others, as 'lloyd:js/dom.js', is given theirs.
const files = JSON.parse(document.getElementById('kept').textContent);

const contents = Object.fromEntries(await Promise.all(Object.entries(files).map(async ([path, { type, data }]) => {
  const letters = atob(data), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  const answer = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
  return [path, { type, content: type === 'text/javascript' ? await answer.text() : await answer.arrayBuffer() }];
})));

/** A function that gives the address of a file. */
function link(contents) {
  const addresses = new Map();
  return function address(path) {
    if (!(path in contents)) return '';
    if (!addresses.has(path)) {
      const { type, content } = contents[path];
      const linked = typeof content === 'string' ? content.replace(/'lloyd:([^']+)'/g, (_, other) => `'${address(other)}'`) : content;
      addresses.set(path, URL.createObjectURL(new Blob([linked], { type })));
    }
    return addresses.get(path);
  };
}

/** A module in a worker. In a file the addresses of the page are none in a worker, and only a plain script can start one:
 *  it gives addresses itself, and keeps what it is told until the module is there. (Not by onmessage: where there is one,
 *  dotnet.js takes the worker for a thread of its own.) */
function worker(path) {
  const start = `${link}
    addEventListener('message', ({ data: { path, contents } }) => {
      const early = [], keep = event => early.push(event);
      addEventListener('message', keep);
      import(link(contents)(path)).then(() => {
        removeEventListener('message', keep);
        early.forEach(event => onmessage(event));
      }, error => setTimeout(() => { throw error; }));
    }, { once: true });`;
  const made = new Worker(URL.createObjectURL(new Blob([start], { type: 'text/javascript' })));
  made.postMessage({ path, contents });
  return made;
}

const address = link(contents);
const { data, run, fragment } = JSON.parse(new TextDecoder().decode(contents.kept.content));
if (data.source.file) data.source.bytes = new Uint8Array(contents[data.source.file].content);
if (data.source.values) data.source.values = Float64Array.from(data.source.values);
globalThis.lloydKept = { data, run, address, worker, files };
if (!location.hash) history.replaceState(null, '', fragment);
await import(address('js/main.js'));
