// A file that the library in the browser does not read (Parquet, Arrow): the server of `lloyd play` turns it into rows.
import { arraysOf } from './server.js';

const STARTS = ['PAR1', 'ARROW1', '\xff\xff\xff\xff'];
const isOwnMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);     // a file goes nowhere else

/** Replaces the file of some data by its rows. Where no such server is there, the engine says what to do with the file. */
export async function readOnServer(data) {
  const { name, bytes, missing = 'error' } = data.source;
  if (!isOwnMachine || !bytes || !STARTS.some(start => beginsWith(bytes, start))) return;
  const answer = await fetch(`engine/read?missing=${missing}`, { method: 'POST', body: bytes }).catch(() => null);
  if (answer?.status === 400) throw new Error(await answer.text());
  if (!answer?.ok) return;
  const [about, values] = arraysOf(await answer.arrayBuffer());
  const { columns, leftOut, notes } = JSON.parse(new TextDecoder().decode(about));
  data.source = { name, values, columns, leftOut };
  data.notes = [...data.notes ?? [], ...notes];
}

const beginsWith = (bytes, start) => [...start].every((letter, i) => bytes[i] === letter.charCodeAt(0));
