// One image of 28 x 28 numbers on a canvas. Whoever points at a pixel, or goes there by the arrow keys, is told its number.
import { colour, ramp } from "../image_grid/colours.js";
import { element, set, write } from "../live_chart/dom.js";
import { readTheme } from "../live_chart/theme.js";

/** @import { Scale } from "../lesson/types.d.ts" */

export const SIDE = 28;

/**
 * @typedef {object} Described
 * @property {Scale} scale the palette's ink for grey levels, its evidence for what may be negative
 * @property {boolean} [signed] whether bytes are -127 to 127, around the middle of the scale, and not 0 to 255
 * @property {(place: { pixel: number, row: number, column: number }) => string} [said] what is said of a pixel; without it
 *   there is nothing to point at
 */

/**
 * @param {Element} parent
 * @param {Described} described
 * @param {(pixel: number | null) => void} [point] is called with the pixel that is pointed at, and with null afterwards
 */
export function image(parent, { scale, signed = false, said }, point = () => {}) {
  const root = element("div", "kit-image", parent);
  // The mark's place is a share of the picture, without the words below it.
  const frame = element("div", "kit-image__frame", root);
  const canvas = element("canvas", "kit-image__canvas", frame);
  canvas.width = canvas.height = SIDE;
  set(canvas, "role", "img");
  const mark = element("div", "kit-image__mark", frame);
  mark.hidden = true;
  const words = element("div", "kit-image__words", root);
  words.setAttribute("aria-live", "polite");
  words.hidden = !said;
  let at = 0;

  const show = (/** @type {number | null} */ pixel) => {
    mark.hidden = pixel === null;
    if (pixel !== null) {
      at = pixel;
      const { row, column } = placeOf(pixel);
      mark.style.inset = `${(100 * row) / SIDE}% auto auto ${(100 * column) / SIDE}%`;
    }
    write(words, pixel === null || !said ? "" : said({ pixel, ...placeOf(pixel) }));
    point(pixel);
  };
  if (said) {
    canvas.tabIndex = 0;
    canvas.onpointermove = ({ offsetX, offsetY }) => show(pixelAt(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight));
    canvas.onpointerdown = canvas.onpointermove;
    canvas.onpointerleave = () => show(null);
    canvas.onfocus = () => show(at);
    canvas.onblur = () => show(null);
    canvas.onkeydown = (event) => {
      const next = moved(at, event.key);
      if (next === null) return;
      event.preventDefault();
      show(next);
    };
  }

  return {
    root,
    show,
    /**
     * @param {ArrayLike<number>} bytes 784
     * @param {string} alt
     */
    draw(bytes, alt) {
      const context = canvas.getContext("2d");
      if (!context) return;
      const pixels = context.createImageData(SIDE, SIDE);
      const colours = ramp(scale[readTheme(root.closest(".lesson") ?? root).name]);
      colour(new Uint32Array(pixels.data.buffer), { bytes: Uint8Array.from(bytes), signed }, 0, colours);
      context.putImageData(pixels, 0, 0);
      set(canvas, "aria-label", alt);
    },
  };
}

/** @param {number} pixel */
export function placeOf(pixel) {
  return { row: Math.floor(pixel / SIDE), column: pixel % SIDE };
}

/**
 * @param {number} x from 0 at the left to 1
 * @param {number} y from 0 at the top to 1
 */
export function pixelAt(x, y) {
  const [column, row] = [x, y].map((share) => Math.min(SIDE - 1, Math.max(0, Math.floor(share * SIDE))));
  return row * SIDE + column;
}

/**
 * The pixel to which a key leads from another, or null where it leads nowhere.
 * @param {number} pixel
 * @param {string} key
 */
export function moved(pixel, key) {
  const { row, column } = placeOf(pixel);
  const way = /** @type {Record<string, [number, number]>} */ ({
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  })[key];
  if (!way) return null;
  return pixelAt((column + way[1] + 0.5) / SIDE, (row + way[0] + 0.5) / SIDE);
}
