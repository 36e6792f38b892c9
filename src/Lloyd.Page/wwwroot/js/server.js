// The engine that `lloyd play FILE` runs beside the page: all cores, all vector widths. See engine.js; the other end of the
// wire is EngineCalls.cs.
import { columnsOf } from './taking.js';

export class ServerGone extends Error {}

export class ServerEngine {
  #columns = [];                                  // those that take part, counted from 0
  #giveUp = new AbortController();

  /** A table that the server has, and the page too: there is nothing to send. */
  async load({ columns: all, values, shares, leftOut, cols = '' }) {
    const taken = this.#columns = columnsOf(cols, all.length), d = taken.length, n = values.length / all.length;
    const sum = taken.reduce((total, column) => total + shares[column], 0);
    return {
      n, d, columns: taken.map(column => all[column]), values: rowsOf(values, all.length, taken), truth: [], notes: [],
      shares: taken.map(column => sum > 0 ? shares[column] / sum : 0), all, leftOut, cols,
    };
  }

  async run(settings, onStep) {
    this.restart();                               // a newer run ends the one under way
    const mine = this.#giveUp;
    try {
      for await (const [numbers, centroids, original, arrived, counts, rows, labels, offsets, ranges] of
        this.#ask('run', { settings: { ...settings, e: settings.e ?? '' } })) {
        const [inertia, movement, arrivedInertia] = numbers;
        onStep({
          centroids, original, counts, inertia, movement, final: Number.isNaN(movement), arrived, arrivedInertia, rows,
          labels, offsets, ranges,
        });
      }
    } catch (error) {
      if (mine.signal.aborted) return false;
      throw error;
    }
    return true;
  }

  async components(scale) {
    const [offsets, ranges, mean, directions, shares] = await this.#one('components', { scale });
    return { offsets, ranges, mean, directions, shares };
  }

  async end(settings) {
    const [[inertia, iterations], centroids] = await this.#one('end', { settings });
    return { inertia, iterations, centroids };
  }

  async judge(settings, sample) {
    const [[inertia, silhouette, even]] = await this.#one('judge', { settings, sample });
    return { inertia, silhouette, even };
  }

  async preview(settings, centroids) {
    const [[inertia], labels, counts] = await this.#one('preview', { settings, centroids: [...centroids] });
    return { labels, counts, inertia };
  }

  async picture(settings, view) {
    const [text] = await this.#one('picture', { settings: { ...settings, e: settings.e ?? '' }, view });
    return new TextDecoder().decode(text);
  }

  restart() {
    this.#giveUp.abort(new DOMException('Cancelled.', 'AbortError'));
    this.#giveUp = new AbortController();
  }

  async #one(call, question) {
    for await (const answer of this.#ask(call, question)) return answer;
    throw new ServerGone('The server gave no answer.');
  }

  /** The messages that a call is answered with, each as its arrays. */
  async *#ask(call, question) {
    const response = await orGone(fetch(`engine/${call}`, {
      method: 'POST', body: JSON.stringify({ ...question, columns: this.#columns }), headers: { 'Content-Type': 'application/json' },
      signal: this.#giveUp.signal,
    }));
    if (response.status === 400) throw new Error(await response.text());
    if (!response.ok) throw new ServerGone(`The server answered ${response.status}.`);
    const reader = response.body.getReader();
    let parts = [], held = 0;                     // what has come of the next message
    let length = 0;
    for (;;) {
      const { done, value } = await orGone(reader.read());
      if (done) return;
      parts.push(value);
      held += value.length;
      while (held >= 8 && held >= (length ||= int32(parts = [joined(parts, held)]))) {
        const bytes = joined(parts, held);
        yield arraysOf(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length));
        parts = [bytes.subarray(length)];
        held -= length;
        length = 0;
      }
    }
  }
}

/** Some columns of rows of `width`. */
function rowsOf(values, width, columns) {
  if (columns.length === width) return values;
  const d = columns.length, taken = new Float64Array(values.length / width * d);
  for (let row = 0, at = 0; at < taken.length; row += width) for (const column of columns) taken[at++] = values[row + column];
  return taken;
}

/** A promise of the network, whose failures are TypeErrors. */
const orGone = promise => promise.catch(error => { throw error instanceof TypeError ? new ServerGone(error.message) : error; });

const int32 = ([bytes]) => new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);

function joined(parts, length) {
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const ARRAYS = { 1: Uint8Array, 4: Int32Array, 8: Float64Array };

/** The arrays of a message: see Message.cs. */
export function arraysOf(buffer) {
  const view = new DataView(buffer);
  let at = 8;
  return Array.from({ length: view.getInt32(4, true) }, () => {
    const size = view.getInt32(at, true), count = view.getInt32(at + 4, true);
    const values = new ARRAYS[size](buffer, at + 8, count);
    at += 8 + Math.ceil(size * count / 8) * 8;
    return values;
  });
}
