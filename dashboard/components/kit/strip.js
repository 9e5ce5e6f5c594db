// A row of images of 28 x 28 numbers, one to each digit.
import { colour, ramp } from "../image_grid/colours.js";
import { element, set } from "../live_chart/dom.js";
import { readTheme } from "../live_chart/theme.js";
import { SIDE } from "./image.js";

/** @import { Scale } from "../lesson/types.d.ts" */

/**
 * @param {Element} parent
 * @param {{ scale: Scale, count: number }} described the scale is one around zero, such as the palette's evidence
 */
export function strip(parent, { scale, count }) {
  const root = element("div", "kit-strip", parent);
  set(root, "role", "img");
  const canvases = Array.from({ length: count }, () => {
    const canvas = element("canvas", "kit-strip__canvas", root);
    canvas.width = canvas.height = SIDE;
    return canvas;
  });
  return {
    root,
    /**
     * @param {ArrayLike<number>} values a column to each image, row by row: (784, count)
     * @param {number} most how far from zero the scale's ends are
     * @param {string} alt
     */
    draw(values, most, alt) {
      const colours = ramp(scale[readTheme(root.closest(".lesson") ?? root).name]);
      canvases.forEach((canvas, place) => {
        const context = canvas.getContext("2d");
        if (!context) return;
        const pixels = context.createImageData(SIDE, SIDE);
        const bytes = signedBytes(values, { count, place, most });
        colour(new Uint32Array(pixels.data.buffer), { bytes, signed: true }, 0, colours);
        context.putImageData(pixels, 0, 0);
      });
      set(root, "aria-label", alt);
    },
  };
}

/**
 * One column of numbers as bytes from -127 to 127, for what lies from -most to most.
 * @param {ArrayLike<number>} values
 * @param {{ count: number, place: number, most: number }} column
 */
export function signedBytes(values, { count, place, most }) {
  return Uint8Array.from({ length: values.length / count }, (_, row) => {
    const share = most > 0 ? values[row * count + place] / most : 0;
    return Math.round(127 * Math.min(1, Math.max(-1, share))) & 255;
  });
}
