// Which columns of a table take part, as a link writes it: cols=1-3,5 are these, counted from 1; nothing: all of them.

/** The columns that such a text names, counted from 0, as far as there are so many; all where it names none of them. */
export function columnsOf(text, count) {
  const ranges = text.split(',').map(part => part.split('-').map(Number));
  const all = Array.from({ length: count }, (_, column) => column);
  const named = all.filter(column => ranges.some(([first, last = first]) => first <= column + 1 && column + 1 <= last));
  return named.length > 0 ? named : all;
}

/** The text for columns in their order, of so many. */
export function textOf(columns, count) {
  if (columns.length === count) return '';
  const ranges = [];
  for (const column of columns)
    if (ranges.at(-1)?.[1] === column) ranges.at(-1)[1]++;
    else ranges.push([column + 1, column + 1]);
  return ranges.map(([first, last]) => first === last ? first : `${first}-${last}`).join();
}

/**
 * What changes in the state when other columns take part: those that are seen stay so where they can.
 * @param columns  which shall, counted from 0 among all of them
 */
export function changesFor(columns, table, { cols, view, x, y }) {
  const before = columnsOf(cols, table.all.length), areSeen = view === 'xy' || before.length < 3;
  const stays = number => areSeen ? 1 + columns.indexOf(before[number - 1]) : 0;       // 0: it does not
  const free = number => [1, 2].find(each => each !== number);
  const across = stays(x) || free(stays(y)), up = stays(y) || free(across);
  return { cols: textOf(columns, table.all.length), x: across, y: up };
}
