// What is changed by hand, as it stands in a link: 3m2@1.5;2.25 moves centroid 2 at step 3, before its points are assigned;
// 3a@0;1 adds one; 3d2 removes centroid 2. Places are in original units, every column of them.

const stepOf = edit => parseInt(edit, 10);
const withPlace = (head, place) => `${head}@${Array.from(place, String).join(';')}`;

export const moved = (t, cluster, place) => withPlace(`${t}m${cluster + 1}`, place);
export const added = (t, place) => withPlace(`${t}a`, place);
export const removed = (t, cluster) => `${t}d${cluster + 1}`;

/** The list with one edit more. What came later belongs to a run that is left now, and a centroid that is moved again
 *  has not been where it was. */
export function append(list, edit) {
  const kept = list.split(',').filter(each => each !== '' && stepOf(each) <= stepOf(edit));
  const head = edit.split('@')[0];
  if (head.includes('m') && kept.at(-1)?.split('@')[0] === head) kept.pop();
  return [...kept, edit].join(',');
}
