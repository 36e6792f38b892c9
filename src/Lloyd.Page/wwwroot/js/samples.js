// The built-in data, each with settings that show what it teaches. A file may say which column holds the true clusters, that
// its columns are the pixels of an image, row by row ([width, height]), and what is said of it.
import { NOTEBOOK } from './state.js';

/** What data without settings of its own starts with. */
export const PLAIN = { k: 3, init: 'k-means++', seed: 0, scale: 'none', empty: 'relocate', tol: 0, iter: 300 };

const sample = (d, title, settings, more) => ({ d, title, settings: { ...PLAIN, ...settings }, ...more });

export const SAMPLES = [
  sample(NOTEBOOK, 'Notebook blobs', { k: 4, init: 'random', seed: 42, scale: 'minmax', empty: 'keep' }),
  sample('blobs:n=300,c=3,std=1,seed=7', 'Three clear blobs', { init: 'random' }),
  sample('moons:n=500,noise=0.05,seed=0', 'Moons', { k: 2 }),
  sample('circles:n=500,noise=0.05,seed=0', 'Circles', { k: 2 }),
  sample('anisotropic:n=500,seed=170', 'Stretched blobs', { k: 3 }),
  sample('unequal:n=500,seed=170', 'Unequal blobs', { k: 3 }),
  sample('uniform:n=500,f=2,seed=0', 'No clusters at all', { k: 5 }),
  sample('trap:n=1000,seed=0', 'A trap, k = 8', { k: 8, init: 'random' }),
  sample('blobs:n=400,f=5,c=4,std=2,seed=3', 'Five columns', { k: 4 }),
  sample('blobs:n=100000,c=12,std=1,seed=5', 'Twelve large blobs', { k: 12 }),
  sample('iris', 'Iris', { k: 3 }, { file: 'samples/iris.csv' }),
  sample('digits', 'Handwritten digits', { k: 10 }, {
    file: 'samples/digits.csv', truth: 'digit', image: [8, 8], notes: ['data: E. Alpaydin and C. Kaynak, CC BY 4.0'],
  }),
];
