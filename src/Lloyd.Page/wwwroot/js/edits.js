// What is changed by hand, as it stands in a link: 3m2@1.5;2.25 moves centroid 2 at step 3, before its points are assigned;
// 3a@0;1 adds one; 3d2 removes centroid 2. Places are in original units, every column of them. Where a start is placed by
// hand, the edits of step 0 are all there is.

const stepOf = edit => parseInt(edit, 10);
const withPlace = (head, place) => `${head}@${Array.from(place, String).join(';')}`;

export const moved = (t, cluster, place) => withPlace(`${t}m${cluster + 1}`, place);
export const added = (t, place) => withPlace(`${t}a`, place);
export const removed = (t, cluster) => `${t}d${cluster + 1}`;

/** What is done at step 0, and how many centroids it places where there were none. */
export const atStart = list => list.split(',').filter(each => each !== '' && stepOf(each) === 0).join(',');
export const placedIn = list => atStart(list).split(',').reduce((k, each) => k + ({ a: 1, d: -1 }[each.replace(/^\d+/, '')[0]] ?? 0), 0);

/** The list with one edit more. What came later belongs to a run that is left now, and a centroid that is moved again
 *  has not been where it was. */
export function append(list, edit) {
  const kept = list.split(',').filter(each => each !== '' && stepOf(each) <= stepOf(edit));
  const head = edit.split('@')[0];
  if (head.includes('m') && kept.at(-1)?.split('@')[0] === head) kept.pop();
  return [...kept, edit].join(',');
}
