// The little of the DOM that every part needs. Text goes in as text nodes only: column and file names come from people.

export const byId = id => document.getElementById(id);

/** An element with properties and children; strings become text nodes. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Fills a select with [value, text] pairs and chooses one. */
export function options(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, text]) => new Option(text, value, false, String(value) === String(chosen))));
}
