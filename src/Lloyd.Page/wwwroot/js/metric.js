// Between original units and the metric of a run: z = (x − offset) / range; a constant column has range 0, and is 0 there.

export const toMetric = ({ offsets, ranges }, x, column) =>
  ranges.length === 0 ? x : ranges[column] === 0 ? 0 : (x - offsets[column]) / ranges[column];

export const toOriginal = ({ offsets, ranges }, z, column) =>
  ranges.length === 0 ? z : z * ranges[column] + offsets[column];

/** The centroids of a moment of the run in original units. */
export const originals = moment => rowsOf(moment.centroids, moment.centroids.length / moment.counts.length)
  .map(place => place.map((z, column) => toOriginal(moment, z, column)));

/** Rows of d numbers that lie one after the other. */
export const rowsOf = (flat, d) => Array.from({ length: flat.length / d }, (_, i) => Array.from(flat.slice(i * d, (i + 1) * d)));
