// Colours, letters and their size as the page around a chart has them.

/** @import { Theme } from "./types.d.ts" */

/**
 * Streamlit puts its theme into CSS variables; the computed style knows them as the browser resolved them.
 * @param {Element} root
 */
export function readTheme(root) {
  return themeOf(getComputedStyle(root), rootSize());
}

/** The size of the page's letters, in pixels. */
export function rootSize() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/**
 * `scale` is how much larger the page's letters are than usual: whatever stands in pixels here is meant for letters of 16.
 * @param {{ backgroundColor: string, color: string, fontFamily: string }} style
 * @param {number} letter in pixels
 * @returns {Theme}
 */
export function themeOf({ backgroundColor, color, fontFamily }, letter) {
  const [r, g, b] = channels(backgroundColor);
  return {
    name: 0.299 * r + 0.587 * g + 0.114 * b > 128 ? "light" : "dark",
    text: color,
    scale: letter / 16,
    background: backgroundColor,
    font: fontFamily,
    quiet: faded(color, 0.75),
    line: faded(color, 0.3),
    grid: faded(color, 0.1),
  };
}

/**
 * @param {string} colour "#rrggbb" or "rgb(...)"
 * @param {number} alpha
 */
export function faded(colour, alpha) {
  return `rgba(${channels(colour).join(",")},${alpha})`;
}

/** @param {string} colour */
function channels(colour) {
  return colour.startsWith("#")
    ? [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16))
    : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/**
 * Replaces every {light, dark} by the colour for this theme.
 * @param {any} value
 * @param {"light" | "dark"} name
 * @returns {any}
 */
export function inTheme(value, name) {
  if (Array.isArray(value)) return value.map((item) => inTheme(item, name));
  if (value === null || typeof value !== "object") return value;
  if ("light" in value && "dark" in value) return value[name];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inTheme(item, name)]));
}
