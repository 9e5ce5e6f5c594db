// Axes and vertical lines of figures that the browser makes, as dashboard/figures/parts.py makes them.

/** @import { Axis, Both, Shape } from "./types.d.ts" */

/**
 * @param {string} title
 * @param {"linear" | "log"} type
 * @param {[number, number] | null} range in the axis's own unit; null follows the data
 * @returns {Axis}
 */
export function axisOf(title, type, range) {
  /** @type {Axis} */
  // Without a format of its own a logarithmic axis says "5" where it means 0.5.
  const axis = { title: { text: title }, type, tickformat: type === "log" ? ",~g" : ",~f" };
  if (range) axis.range = type === "log" ? [Math.log10(range[0]), Math.log10(range[1])] : range;
  return axis;
}

/**
 * A line with its words at its "start" (bottom) or "end" (top).
 * @param {number} x
 * @param {string} text
 * @param {"start" | "end"} at
 * @param {Both} colour
 * @returns {Shape}
 */
export function verticalLine(x, text, at, colour) {
  const line = { color: colour, width: 1, dash: "2px,3px" };
  const place = { x0: x, x1: x, yref: "paper", y0: 0, y1: 1 };
  return { type: "line", ...place, layer: "below", line, label: { text, textposition: at } };
}
