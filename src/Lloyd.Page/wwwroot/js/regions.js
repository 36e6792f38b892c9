// Decision regions in the plane: the cell of a centroid is what is left of the plot's rectangle when everything nearer to
// another centroid is cut off. Exact, in the metric of the run, so a point and its region cannot disagree.

/**
 * The cells of k centroids.
 * @param {ArrayLike<number>} xs, ys  the centroids in the metric
 * @param {number[]} box  [x0, y0, x1, y1] in the metric
 * @returns {number[][]}  per centroid a convex polygon [x, y, x, y, …]; empty where it has no part of the box
 */
export function cells(xs, ys, [x0, y0, x1, y1]) {
  const k = xs.length;
  const order = Array.from({ length: k }, (_, j) => j);
  return order.map((_, i) => {
    // Measured from the centroid itself, so that data far from the origin loses no digits.
    let cell = [x0 - xs[i], y0 - ys[i], x1 - xs[i], y0 - ys[i], x1 - xs[i], y1 - ys[i], x0 - xs[i], y1 - ys[i]];
    const distance = j => (xs[j] - xs[i]) ** 2 + (ys[j] - ys[i]) ** 2;
    for (const j of [...order].sort((a, b) => distance(a) - distance(b))) {
      if (j === i) continue;
      const squared = distance(j);
      if (squared === 0) {                        // two in one place: the tie goes to the lower number
        if (j < i) return [];
        continue;
      }
      if (squared / 4 > reach(cell)) break;       // this one and all that follow are too far away to cut
      cell = clip(cell, xs[j] - xs[i], ys[j] - ys[i], squared / 2);
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

/** Whether a convex polygon covers a point, its border included. */
export function covers(polygon, x, y, slack = 0) {
  let sign = 0;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const ex = polygon[i] - polygon[j], ey = polygon[i + 1] - polygon[j + 1];
    const side = (ex * (y - polygon[j + 1]) - ey * (x - polygon[j])) / (Math.hypot(ex, ey) || 1);
    if (Math.abs(side) <= slack) continue;
    if (sign === 0) sign = Math.sign(side);
    else if (Math.sign(side) !== sign) return false;
  }
  return polygon.length > 0;
}
