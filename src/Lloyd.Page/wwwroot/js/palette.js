// Who is who: a cluster is a hue, a shape and a number, so that no one has to tell colours apart.

// Okabe and Ito's colours (their black as grey: black is the centroids'), then twelve more, each as far as possible
// (CIEDE2000, also as seen with three kinds of colour blindness) from all before it.
const HUES = [
  '#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#646464', '#881122', '#BBDDBB',
  '#663355', '#3311CC', '#22EEEE', '#BB1100', '#5588FF', '#994455', '#88BB77', '#DDAABB', '#885577', '#CCDD88',
];

// Corners of each shape on the unit circle's scale; a circle has none. Seven, so that hue and shape together repeat
// only after 140 clusters.
const SHAPES = [
  [],
  [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  [[0, -1.15], [1.05, 0.75], [-1.05, 0.75]],
  [[0, -1.2], [1, 0], [0, 1.2], [-1, 0]],
  [[0, 1.15], [-1.05, -0.75], [1.05, -0.75]],
  star(4, 1.3, 0.5),
  star(5, 1.25, 0.55),
];

function star(tips, outer, inner) {
  return Array.from({ length: 2 * tips }, (_, i) => {
    const angle = Math.PI * i / tips - Math.PI / 2;
    const radius = i % 2 === 0 ? outer : inner;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** A colour of the page's style sheet, by its name. */
export const ink = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const isDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

/** The colour of a cluster; a little lighter on a dark ground. */
export function hue(cluster) {
  const colour = HUES[cluster % HUES.length];
  return isDark() ? mix(colour, '#FFFFFF', 0.14) : colour;
}

/** The hue, moved towards the ink so that a thin line of it stands out from the paper. */
export function edge(cluster) {
  return mix(hue(cluster), isDark() ? '#FFFFFF' : '#000000', isDark() ? 0.35 : 0.38);
}

/** Adds the shape of a cluster to a path. */
export function trace(path, cluster, x, y, radius) {
  const corners = SHAPES[cluster % SHAPES.length];
  if (corners.length === 0) {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], i) => path[i === 0 ? 'moveTo' : 'lineTo'](x + radius * dx, y + radius * dy));
  path.closePath();
}

/** The shape as an SVG element of 16 × 16. */
export function swatch(cluster) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const corners = SHAPES[cluster % SHAPES.length];
  path.setAttribute('d', corners.length === 0
    ? 'M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8Z'
    : `M${corners.map(([x, y]) => `${8 + 6 * x} ${8 + 6 * y}`).join('L')}Z`);
  path.setAttribute('fill', hue(cluster));
  path.setAttribute('stroke', edge(cluster));
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}

/** Red, green and blue of a #RRGGBB colour. */
export const rgb = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));

function mix(colour, other, share) {
  const to = rgb(other);
  const parts = rgb(colour).map((part, i) => Math.round(part + share * (to[i] - part)));
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
