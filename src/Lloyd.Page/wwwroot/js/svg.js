// The little of SVG that charts need.
const SVG = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes. */
export function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A text in an SVG. */
export function label(x, y, anchor, content, name = '') {
  const made = shape('text', { x, y, 'text-anchor': anchor, class: name });
  made.textContent = content;
  return made;
}

/** Makes an element a button, for pointer and keys. */
export function press(element, name, act) {
  for (const [key, value] of Object.entries({ role: 'button', tabindex: 0, 'aria-label': name })) element.setAttribute(key, value);
  element.addEventListener('click', act);
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  return element;
}
