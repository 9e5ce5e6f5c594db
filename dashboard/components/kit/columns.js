// Many columns of a few rows each, as tones; one column is marked, and whoever points at another marks that one.
import { colour, ramp } from "../image_grid/colours.js";
import { element, set } from "../live_chart/dom.js";
import { readTheme } from "../live_chart/theme.js";

/** @import { Scale } from "../lesson/types.d.ts" */

/**
 * @param {Element} parent
 * @param {{ count: number, rows: string[], scale: Scale, height: number }} described what the rows are called; the height
 *   in rem
 * @param {(column: number) => void} point is called with the column that is pointed at, from 0
 */
export function columns(parent, { count, rows, scale, height }, point) {
  const root = element("div", "kit-columns", parent);
  root.style.height = `${height}rem`;
  const names = element("div", "kit-columns__names", root);
  names.setAttribute("aria-hidden", "true");
  for (const row of rows) element("span", "", names).textContent = row;
  const ground = element("div", "kit-columns__ground", root);
  const canvas = element("canvas", "kit-columns__canvas", ground);
  [canvas.width, canvas.height] = [count, rows.length];
  set(canvas, "role", "img");
  const mark = element("div", "kit-columns__mark", ground);
  const to = (/** @type {PointerEvent} */ { offsetX }) => point(columnAt(offsetX / canvas.clientWidth, count));
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    to(event);
  };
  canvas.onpointermove = (event) => canvas.hasPointerCapture(event.pointerId) && to(event);
  return {
    root,
    /**
     * @param {Uint8Array} tones row by row, 0 to 255
     * @param {number} column that is marked
     * @param {string} alt
     */
    draw(tones, column, alt) {
      const context = canvas.getContext("2d");
      if (!context) return;
      const pixels = context.createImageData(count, rows.length);
      const colours = ramp(scale[readTheme(root.closest(".lesson") ?? root).name]);
      colour(new Uint32Array(pixels.data.buffer), { bytes: tones, signed: false }, 0, colours);
      context.putImageData(pixels, 0, 0);
      mark.style.left = `${(100 * (column + 0.5)) / count}%`;
      set(canvas, "aria-label", alt);
    },
  };
}

/**
 * @param {number} x from 0 at the left to 1
 * @param {number} count of columns
 */
export function columnAt(x, count) {
  return Math.min(count - 1, Math.max(0, Math.floor(x * count)));
}
