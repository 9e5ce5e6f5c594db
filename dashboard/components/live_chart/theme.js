// Colours, letters and their size as the page around a chart has them.

// Streamlit puts its theme into CSS variables; the computed style knows them as the browser resolved them. `scale` is
// how much larger the page's letters are than usual: whatever stands in pixels here is meant for letters of 16.
export function readTheme(root) {
  const style = getComputedStyle(root);
  const [r, g, b] = style.backgroundColor.match(/[\d.]+/g).map(Number);
  const name = 0.299 * r + 0.587 * g + 0.114 * b > 128 ? "light" : "dark";
  const text = style.color;
  return {
    name,
    text,
    scale: rootSize() / 16,
    background: style.backgroundColor,
    font: style.fontFamily,
    quiet: faded(text, 0.75),
    line: faded(text, 0.3),
    grid: faded(text, 0.1),
  };
}

// The size of the page's letters, in pixels.
export function rootSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

export function faded(colour, alpha) {
  const [r, g, b] = colour.startsWith("#")
    ? [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16))
    : colour.match(/[\d.]+/g);
  return `rgba(${r},${g},${b},${alpha})`;
}

// Replaces every {light, dark} by the colour for this theme.
export function inTheme(value, name) {
  if (Array.isArray(value)) return value.map((item) => inTheme(item, name));
  if (value === null || typeof value !== "object") return value;
  if ("light" in value && "dark" in value) return value[name];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inTheme(item, name)]));
}
