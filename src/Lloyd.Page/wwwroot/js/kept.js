// What a page that was saved as one file has kept (see pages.js); null on any other page:
//
//   data            { title, d, settings, notes, source } of the data that it was saved with
//   run             { settings, table, steps }, where it has kept a run instead of the engine
//   address(path)   where a file of the page is now
//   worker(path)    a module of it in a worker
//   files           path → the same file, packed

export const kept = globalThis.lloydKept ?? null;
