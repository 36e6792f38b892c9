// Compares the regions that are drawn with brute force in all columns: places of the plane, spread over the plot, belong to
// the nearest centroid in the metric. The page's own way from pixels to the plane is found anew, from where points are drawn.
() => {
  const NEAR = 0.5;                               // pixels; so near to a border either side will do
  const { h, t, steps, table: { n, d, values }, plane } = lloyd;
  const { offsets, ranges } = steps[t];
  const centroids = h % 2 === 0 ? steps[t].centroids : steps[t + 1].arrived;
  const k = steps[t].counts.length;
  const origin = [...plane.origin], axes = plane.axes.map(axis => [...axis]);
  const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const metric = i => Array.from({ length: d }, (_, c) => ranges.length === 0 ? values[i * d + c]
    : ranges[c] === 0 ? 0 : (values[i * d + c] - offsets[c]) / ranges[c]);
  const away = z => z.map((x, c) => x - origin[c]);

  // pixels along each axis: place = from + by * u, from the two outermost points; all others must be where that puts them
  const places = lloyd.places();
  const coordinates = places.map((_, i) => axes.map(axis => dot(axis, away(metric(i)))));
  const ways = axes.map((_, side) => {
    const order = [...places.keys()].sort((i, j) => coordinates[i][side] - coordinates[j][side]);
    const [low, high] = [order[0], order[n - 1]];
    const by = (places[high][side] - places[low][side]) / (coordinates[high][side] - coordinates[low][side]);
    return { by, from: places[low][side] - by * coordinates[low][side] };
  });
  const off = Math.max(...places.map((place, i) =>
    Math.hypot(...ways.map(({ by, from }, side) => from + by * coordinates[i][side] - place[side]))));

  const inside = (polygon, x, y) => {             // how far inside a convex polygon; negative outside
    let area = 0, least = polygon.length === 0 ? -Infinity : Infinity;
    for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2)
      area += polygon[j] * polygon[i + 1] - polygon[i] * polygon[j + 1];
    for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
      const ex = polygon[i] - polygon[j], ey = polygon[i + 1] - polygon[j + 1], length = Math.hypot(ex, ey);
      if (length > 1e-9) least = Math.min(least, Math.sign(area) * (ex * (y - polygon[j + 1]) - ey * (x - polygon[j])) / length);
    }
    return least;
  };

  const polygons = lloyd.polygons(), corners = polygons.flat();
  const xs = corners.filter((_, i) => i % 2 === 0), ys = corners.filter((_, i) => i % 2 === 1);
  const found = { probes: 0, wrong: 0, none: 0, seen: 0, off, crooked: 0, heights: [] };
  const cells = new Set();
  for (let y = Math.min(...ys) + 1.3; y < Math.max(...ys); y += 7)
    for (let x = Math.min(...xs) + 1.7; x < Math.max(...xs); x += 7) {
      const [u, v] = [x, y].map((place, side) => (place - ways[side].from) / ways[side].by);
      const z = origin.map((from, c) => from + u * axes[0][c] + v * axes[1][c]);
      const squares = Array.from({ length: k }, (_, j) => z.reduce((sum, x, c) => sum + (x - centroids[j * d + c]) ** 2, 0));
      const best = squares.indexOf(Math.min(...squares));
      const depths = polygons.map(polygon => inside(polygon, x, y));
      found.probes++;
      cells.add(best);
      if (depths[best] < -NEAR || depths.some((depth, j) => j !== best && depth > NEAR)) found.wrong++;
      if (depths.every(depth => depth < -1e-6)) found.none++;
    }
  found.seen = cells.size;
  found.crooked = Math.max(...axes.map(axis => Math.abs(dot(axis, axis) - 1)), Math.abs(dot(axes[0], axes[1])));
  found.heights = Array.from({ length: k }, (_, j) => {
    const from = away(Array.from(centroids.slice(j * d, (j + 1) * d)));
    return Math.sqrt(Math.max(0, dot(from, from) - axes.reduce((sum, axis) => sum + dot(axis, from) ** 2, 0)));
  });
  return found;
}
