// What can be pressed and is smaller than a finger: 44 × 44 pixels. A tick is as large as its label; links within a sentence
// and the columns of a chart, whose k has its own field, are as large as the text.
() => {
  const found = { all: 0, small: [] };
  for (const element of document.body.querySelectorAll('button, select, input, a')) {
    if (element.type === 'checkbox' || !element.checkVisibility() || element.type === 'file') continue;
    look(element);
  }
  for (const element of document.body.querySelectorAll('label.check')) if (element.checkVisibility()) look(element);

  function look(element) {
    const { width, height } = element.getBoundingClientRect();
    found.all++;
    if (Math.min(width, height) < 43.5) found.small.push(`${element.tagName} ${element.id || element.textContent.trim()} ${width} × ${height}`);
  }
  return found;
}
