// The built-in data, each with settings that show what it teaches.
import { NOTEBOOK } from './state.js';

const start = { k: 4, init: 'random', seed: 0, scale: 'none', empty: 'relocate' };

export const SAMPLES = [
  { data: NOTEBOOK, title: 'Notebook blobs', settings: { ...start, seed: 42, scale: 'minmax', empty: 'keep' } },
];

/** What own data starts with. */
export const OWN = { k: 3, init: 'k-means++', seed: 0, scale: 'none', empty: 'relocate', tol: 0, iter: 300 };
