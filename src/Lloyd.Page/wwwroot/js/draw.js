// What goes onto the canvases: axes, regions, points, rings and centroids. Each function draws one thing; plot.js says when.
import { edge, hue, ink, trace } from './palette.js';
import { drawPixels, SHAPES_UP_TO } from './pixels.js';
import { drawTile } from './tile.js';
import { MARGIN, ticks } from './view.js';

const font = (size, weight = 400) => `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;

export function drawAxes(context, view) {
  const { left, top } = MARGIN;
  const right = view.width - MARGIN.right, bottom = view.height - MARGIN.bottom;
  context.lineWidth = 1;
  context.strokeStyle = ink('grid');
  context.fillStyle = ink('muted');
  context.font = font(11);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { value, text } of ticks(view.x, 90)) {
    const x = Math.round(view.x.place(value)) + 0.5;
    line(context, x, top, x, bottom);
    context.fillText(text, x, bottom + 7);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  if (view.y.name !== undefined)
    for (const { value, text } of ticks(view.y, 60)) {
      const y = Math.round(view.y.place(value)) + 0.5;
      line(context, left, y, right, y);
      context.fillText(text, left - 7, y);
    }
  context.font = font(12, 600);
  context.textBaseline = 'bottom';
  context.fillText(view.x.name, right, view.height - 5);
  if (view.y.name === undefined) return;
  context.textAlign = 'left';
  context.fillText(view.y.name, left, top - 7);
}

function line(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

export function drawRegions(context, polygons) {
  polygons.forEach((polygon, cluster) => {
    if (polygon.length === 0) return;
    const path = outline(polygon);
    context.globalAlpha = 0.2;
    context.fillStyle = hue(cluster);
    context.fill(path);
  });
  context.globalAlpha = 1;
  context.strokeStyle = ink('border-line');
  context.lineWidth = 1;
  context.lineJoin = 'round';
  for (const polygon of polygons) if (polygon.length > 0) context.stroke(outline(polygon));
}

function outline(polygon) {
  const path = new Path2D();
  for (let i = 0; i < polygon.length; i += 2)
    path[i === 0 ? 'moveTo' : 'lineTo'](polygon[i], polygon[i + 1]);
  path.closePath();
  return path;
}

const radiusFor = (n, { width, height }) =>
  (n <= 150 ? 5.2 : n <= 600 ? 4.2 : n <= 3000 ? 3 : 2) * Math.max(0.75, Math.min(1, Math.sqrt(width * height) / 600));

/** Draws every point, in the colour and shape of its label; without labels all alike. */
export function drawPoints(context, view, n, labels) {
  if (n > SHAPES_UP_TO) return drawPixels(context, view, n, labels);
  const radius = radiusFor(n, view);
  const paths = new Map();
  for (let i = 0; i < n; i++) {
    const cluster = labels ? labels[i] : 0;
    if (!paths.has(cluster)) paths.set(cluster, new Path2D());
    trace(paths.get(cluster), cluster, view.x.place(view.x.at(i)), view.y.place(view.y.at(i)), radius);
  }
  context.lineWidth = n <= 3000 ? 1.1 : 0.7;
  for (const [cluster, path] of paths) {
    context.fillStyle = labels ? hue(cluster) : ink('point');
    context.strokeStyle = labels ? edge(cluster) : ink('point-edge');
    context.fill(path);
    context.stroke(path);
  }
}

const RINGS_UP_TO = 2000;

/** Rings around the points that have just changed cluster. */
export function drawRings(context, view, n, rows) {
  if (rows.length > RINGS_UP_TO) return;
  context.strokeStyle = ink('ink');
  context.lineWidth = 1.4;
  const radius = radiusFor(n, view) + 3.4;
  for (const row of rows) {
    context.beginPath();
    context.arc(view.x.place(view.x.at(row)), view.y.place(view.y.at(row)), radius, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** A line from every point to its centroid. */
export function drawLines(context, view, n, labels, places) {
  if (n > SHAPES_UP_TO) return;
  context.lineWidth = 1;
  context.globalAlpha = n <= 1000 ? 0.45 : 0.15;
  const paths = places.map(() => new Path2D());
  for (let i = 0; i < n; i++) {
    const place = places[labels[i]];
    if (!place) continue;
    paths[labels[i]].moveTo(view.x.place(view.x.at(i)), view.y.place(view.y.at(i)));
    paths[labels[i]].lineTo(...place);
  }
  paths.forEach((path, cluster) => {
    context.strokeStyle = edge(cluster);
    context.stroke(path);
  });
  context.globalAlpha = 1;
}

/** The way of each centroid: its places from the first to the present one. */
export function drawTails(context, history) {
  const present = history.at(-1);
  context.lineWidth = 2;
  context.lineJoin = 'round';
  present.forEach((_, cluster) => {
    const way = history.map(places => places[cluster]).filter(Boolean);
    context.strokeStyle = edge(cluster);
    context.beginPath();
    way.forEach(([x, y], i) => context[i === 0 ? 'moveTo' : 'lineTo'](x, y));
    context.stroke();
    for (const [x, y] of way.slice(0, -1)) disc(context, x, y, 3, edge(cluster));
  });
}

const FRAME = 3;

/** The centroids as images, in a frame of the cluster's colour; gives the corners, where numbers go. */
export function drawTiles(context, view, places, image, originals) {
  const [columns, rows] = image.size;
  const side = Math.max(1, Math.round(Math.min(40, view.width / 10) / columns));
  const width = side * columns, height = side * rows;
  return places.map(([x, y], cluster) => {
    const left = Math.round(x - width / 2), top = Math.round(y - height / 2);
    context.fillStyle = edge(cluster);
    context.fillRect(left - FRAME, top - FRAME, width + 2 * FRAME, height + 2 * FRAME);
    drawTile(context, image, originals[cluster], left, top, width);
    return [left - 2 * FRAME, top - 2 * FRAME];
  });
}

/** The centroids: a black dot with its number, in a ring of the cluster's colour; hollow where it has no points. */
export function drawCentroids(context, places, counts, selected, isSmall = places.length > 40) {
  const radius = isSmall ? 8 : 11;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  places.forEach(([x, y], cluster) => {
    const isEmpty = counts[cluster] === 0;
    if (cluster === selected) disc(context, x, y, radius + 8, ink('accent'));
    disc(context, x, y, radius + 4.5, edge(cluster));
    disc(context, x, y, radius + 2.2, ink('surface'));
    disc(context, x, y, radius, isEmpty ? ink('surface') : ink('mark'));
    context.fillStyle = isEmpty ? ink('ink') : ink('mark-ink');
    context.font = font(cluster < 9 ? radius + 1.5 : radius - 0.5, 700);
    context.fillText(String(cluster + 1), x, y + 0.5);
  });
}

/** A dashed ring around each of these places. */
export function drawMarks(context, places) {
  context.strokeStyle = ink('ink');
  context.lineWidth = 2.5;
  context.setLineDash([7, 5]);
  for (const [x, y] of places) {
    context.beginPath();
    context.arc(x, y, 25, 0, 2 * Math.PI);
    context.stroke();
  }
  context.setLineDash([]);
}

function disc(context, x, y, radius, colour) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}
