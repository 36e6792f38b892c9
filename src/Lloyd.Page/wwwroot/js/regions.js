// The regions of centroids in a plane: the cell of a centroid is what is left of the plot's rectangle when everything nearer
// to another centroid is cut off. Exact, in the metric of the run, so a point in the plane and its region cannot disagree.
// Centroids off the plane cut it into a power diagram (F. Aurenhammer, "Power diagrams: properties, algorithms and
// applications", 1987): |p − c|² is the squared distance within the plane and the centroid's height over it, squared.

/**
 * The cells of k centroids.
 * @param {ArrayLike<number>} xs, ys  the centroids as seen in the plane, in the metric
 * @param {ArrayLike<number>} heights  their squared distances from the plane
 * @param {number[]} box  [x0, y0, x1, y1] in the metric
 * @returns {number[][]}  per centroid a convex polygon [x, y, x, y, …]; empty where it has no part of the box
 */
export function cells(xs, ys, heights, [x0, y0, x1, y1]) {
  const k = xs.length;
  const order = Array.from({ length: k }, (_, j) => j);
  const lowest = heights.reduce((least, height) => Math.min(least, height), Infinity);
  return order.map((_, i) => {
    // Measured from the centroid itself, so that data far from the origin loses no digits.
    let cell = [x0 - xs[i], y0 - ys[i], x1 - xs[i], y0 - ys[i], x1 - xs[i], y1 - ys[i], x0 - xs[i], y1 - ys[i]];
    const distance = j => (xs[j] - xs[i]) ** 2 + (ys[j] - ys[i]) ** 2;
    for (const j of [...order].sort((a, b) => distance(a) - distance(b))) {
      if (j === i) continue;
      const squared = distance(j);
      // No line at this distance or farther away comes near enough to cut.
      const least = squared + lowest - heights[i];
      if (least > 0 && least ** 2 > 4 * squared * reach(cell)) break;
      const bound = (squared + heights[j] - heights[i]) / 2;
      if (squared === 0) {                        // one above the other; two in one place: the tie goes to the lower number
        if (bound < 0 || bound === 0 && j < i) return [];
        continue;
      }
      cell = clip(cell, xs[j] - xs[i], ys[j] - ys[i], bound);
      if (cell.length === 0) return [];
    }
    return cell.map((value, at) => value + (at % 2 === 0 ? xs[i] : ys[i]));
  });
}

/** The squared distance of the farthest corner from the origin. */
function reach(polygon) {
  let far = 0;
  for (let i = 0; i < polygon.length; i += 2) far = Math.max(far, polygon[i] ** 2 + polygon[i + 1] ** 2);
  return far;
}

/** The part of a convex polygon with a·x + b·y ≤ c. */
function clip(polygon, a, b, c) {
  const kept = [];
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const [px, py, qx, qy] = [polygon[j], polygon[j + 1], polygon[i], polygon[i + 1]];
    const p = a * px + b * py - c;
    const q = a * qx + b * qy - c;
    if (p <= 0 !== q <= 0) {
      const share = p / (p - q);
      kept.push(px + share * (qx - px), py + share * (qy - py));
    }
    if (q <= 0) kept.push(qx, qy);
  }
  return kept;
}
