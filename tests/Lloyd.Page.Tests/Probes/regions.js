// Compares what is drawn at the step on the page with the centroids of the step, without the page's own geometry: the
// polygons of the regions, the pixels of the regions, and the colours of the points.
() => {
  const SLACK = 1e-6;                             // pixels
  const NEAR = 2;                                 // so near to a border a pixel may be of either side, or of the line
  const { t, table: { n, d, values } } = lloyd;
  const step = lloyd.steps[t];
  const labels = lloyd.labels(t), places = lloyd.places(), polygons = lloyd.polygons();
  const k = step.counts.length;
  const hues = [...document.querySelectorAll('#clusters .bar')].map(bar =>
    getComputedStyle(bar).backgroundColor.match(/\d+/g).map(Number));
  const canvases = [...document.querySelectorAll('#plot canvas')];
  const { left, top } = canvases[0].getBoundingClientRect();
  const images = canvases.map(canvas => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height);
  });
  const pixel = ({ data, width }, x, y) => {
    const at = 4 * (Math.floor(y - top) * width + Math.floor(x - left));
    return data.subarray(at, at + 4);
  };
  const nearestHue = ([r, g, b]) => {
    const distances = hues.map(hue => Math.hypot(r - hue[0], g - hue[1], b - hue[2]));
    return distances.indexOf(Math.min(...distances));
  };

  // how far inside a polygon a place is; negative outside
  const depth = (polygon, [x, y]) => {
    let area = 0, least = Infinity;
    for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2)
      area += polygon[j] * polygon[i + 1] - polygon[i] * polygon[j + 1];
    for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
      const ex = polygon[i] - polygon[j], ey = polygon[i + 1] - polygon[j + 1];
      const length = Math.hypot(ex, ey);
      if (length > 1e-9) least = Math.min(least, Math.sign(area) * (ex * (y - polygon[j + 1]) - ey * (x - polygon[j])) / length);
    }
    return polygon.length === 0 ? -Infinity : least;
  };

  // the page's pixels in the metric of the run: x = from + by * place
  const axis = column => {
    let low = 0, high = 0;
    for (let i = 0; i < n; i++) {
      if (values[i * d + column] < values[low * d + column]) low = i;
      if (values[i * d + column] > values[high * d + column]) high = i;
    }
    const offset = step.ranges.length === 0 ? 0 : step.offsets[column];
    const range = step.ranges.length === 0 ? 1 : step.ranges[column];
    const [a, b] = [low, high].map(i => (values[i * d + column] - offset) / range);
    const by = (b - a) / (places[high][column] - places[low][column]);
    return { by, from: a - by * places[low][column] };
  };
  const [across, up] = [axis(0), axis(1)];
  const nearest = (x, y) => {
    const z = [across.from + across.by * x, up.from + up.by * y];
    const squares = Array.from({ length: k }, (_, c) => (z[0] - step.centroids[c * d]) ** 2 + (z[1] - step.centroids[c * d + 1]) ** 2);
    const best = squares.indexOf(Math.min(...squares));
    const border = squares.map((square, c) => c === best ? Infinity : (square - squares[best]) / 2 / Math.hypot(
      across.by * (step.centroids[c * d] - step.centroids[best * d]),
      up.by * (step.centroids[c * d + 1] - step.centroids[best * d + 1])));
    return { best, border: Math.min(...border) };
  };

  const found = { points: n, outside: 0, foreign: 0, pixels: 0, wrongPixels: 0, colours: 0, wrongColours: 0 };
  const isFill = ([, , , alpha]) => Math.abs(alpha - 51) <= 2;         // a fifth: neither a line nor bare ground
  const look = (x, y, expected) => {
    const seen = pixel(images[0], x, y);
    if (!isFill(seen)) return;
    found.pixels++;
    if (nearestHue(seen) !== expected) found.wrongPixels++;
  };

  for (let i = 0; i < n; i++) {
    if (depth(polygons[labels[i]], places[i]) < -SLACK) found.outside++;
    if (polygons.some((polygon, c) => c !== labels[i] && depth(polygon, places[i]) > SLACK)) found.foreign++;
    if (i < 5000 && nearest(...places[i]).border > NEAR) look(...places[i], labels[i]);
  }

  const corners = polygons.flat();
  const xs = corners.filter((_, i) => i % 2 === 0), ys = corners.filter((_, i) => i % 2 === 1);
  for (let y = Math.min(...ys) + 2.5; y < Math.max(...ys) - 2; y += 9)
    for (let x = Math.min(...xs) + 2.5; x < Math.max(...xs) - 2; x += 9) {
      const { best, border } = nearest(x, y);
      if (border > NEAR) look(x, y, best);
    }

  // Where nothing of another cluster is near, the middle of a point has the colour of its cluster.
  for (let i = 0; i < n && n <= 1000; i++) {
    const [x, y] = places[i];
    if (places.some((place, j) => labels[j] !== labels[i] && Math.hypot(place[0] - x, place[1] - y) < 16)) continue;
    const seen = pixel(images[1], x, y);
    if (hues.every(hue => hue.some((part, c) => Math.abs(part - seen[c]) > 4))) continue;      // the rim of a neighbour
    found.colours++;
    if (nearestHue(seen) !== labels[i]) found.wrongColours++;
  }
  return found;
}
