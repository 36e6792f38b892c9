// The texts that can be seen and are too near to their ground: less than 4.5 : 1, or 3 : 1 for large ones (WCAG 2.2, 1.4.3).
// Ground is what lies behind a text in the boxes around it; what is disabled need not be read.
() => {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const put = colours => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = rgb => rgb
    .map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const grounds = element => element ? [...grounds(element.parentElement), getComputedStyle(element).backgroundColor] : [];
  const says = element => element.matches('input:not([type=checkbox], [type=range]), select') ||
    [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
  const found = { texts: 0, poor: [] };
  for (const element of document.body.querySelectorAll('*')) {
    if (element.matches('option, optgroup, script, style, .unseen, .unseen *, :disabled, :disabled *') || !says(element)) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element), behind = grounds(element);
    const colour = element instanceof SVGElement ? style.fill : style.color;
    const ratio = contrast(put(behind), put([...behind, colour]));
    const size = parseFloat(style.fontSize), isLarge = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
    found.texts++;
    if (ratio < (isLarge ? 3 : 4.5)) found.poor.push(`${element.tagName} ${element.id} “${element.textContent.trim().slice(0, 30)}” ${ratio.toFixed(2)}`);
  }
  return found;
}
