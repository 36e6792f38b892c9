// Why a run is stuck: its end beside the best one that is known. Where two of the best centroids share one of the run's,
// that one straddles two groups; where two of the run's share one of the best, they split one group.

/**
 * @param {number[][]} own   the run's centroids, in the metric
 * @param {number[][]} best  the best end's
 * @returns {{ straddling: number[], sharing: number[] }}  numbers of the run's centroids, from 0
 */
export function whyStuck(own, best) {
  const nearest = (place, places) => places
    .map(other => place.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0))
    .reduce((least, distance, j, all) => distance < all[least] ? j : least, 0);
  const twice = list => list.filter((value, i) => list.indexOf(value) !== i);
  const ofBest = best.map(place => nearest(place, own)), ofOwn = own.map(place => nearest(place, best));
  const split = new Set(twice(ofOwn));
  return {
    straddling: [...new Set(twice(ofBest))].sort((a, b) => a - b),
    sharing: own.map((_, j) => j).filter(j => split.has(ofOwn[j])),
  };
}

/** The same in words. */
export function stuckSentence({ straddling, sharing }) {
  const list = clusters => clusters.map(j => j + 1).join(clusters.length > 2 ? ', ' : ' and ');
  if (straddling.length === 0 && sharing.length === 0) return 'This run found the groups of the best end that is known.';
  const parts = [];
  if (straddling.length > 0)
    parts.push(straddling.length === 1
      ? `centroid ${list(straddling)} sits between groups that the best end keeps apart`
      : `centroids ${list(straddling)} sit between groups that the best end keeps apart`);
  if (sharing.length > 0) parts.push(`centroids ${list(sharing)} share what is one group there`);
  const said = parts.join('; ');
  return `${said[0].toUpperCase()}${said.slice(1)}. No single step can mend that: every centroid is at the mean of its points.`;
}
