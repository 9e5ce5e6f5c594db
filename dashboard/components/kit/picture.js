// A plot as an SVG drawing, in text: axes, and on them areas, level lines, lines and points, in this order.
import { scale, ticks } from "./scale.js";

/** @import { Axis } from "./scale.js" */

/** @typedef {[number, number]} Point a place in the units of the axes */

/**
 * @typedef {object} Marks
 * @property {{ points: Point[], colour: string, base?: number | Point[] }[]} [areas] between points and `base`, 0 where none
 *   is named, or other points
 * @property {{ pieces: [Point, Point][], colour: string }[]} [levels] pieces of level lines
 * @property {{ points: Point[], colour: string, dashed?: boolean, label?: string }[]} [lines] a label stands at its end
 * @property {{ at: Point, colour: string, label?: string, radius?: number }[]} [points]
 */

export const ROOM = { left: 52, right: 14, top: 10, bottom: 42 };

/**
 * Where a plot of this size draws, in pixels.
 * @param {{ x: Axis, y: Axis }} axes
 * @param {{ width: number, height: number }} size
 * @param {number} unit the size of the page's letters over 16 pixels
 */
export function places({ x, y }, { width, height }, unit = 1) {
  const [left, right] = [ROOM.left * unit, width - ROOM.right * unit];
  const [top, bottom] = [ROOM.top * unit, height - ROOM.bottom * unit];
  return { left, right, top, bottom, x: scale(x, left, right), y: scale(y, bottom, top) };
}

/**
 * What is left open by `currentColor` and by CSS variables follows the theme by itself.
 * @param {{ x: Axis, y: Axis }} axes
 * @param {Marks} marks
 * @param {{ width: number, height: number }} size
 * @param {number} unit
 */
export function picture(axes, { areas = [], levels = [], lines = [], points = [] }, size, unit = 1) {
  const place = places(axes, size, unit);
  const { left, right, top, bottom, x, y } = place;
  const at = (/** @type {Point} */ [across, up]) => `${px(x.at(across))} ${px(y.at(up))}`;
  const path = (/** @type {Point[]} */ all) => `M${all.filter((point) => point.every(Number.isFinite)).map(at).join("L")}`;
  const words = (/** @type {string} */ text, /** @type {string} */ more) =>
    `<text font-size="${px(12 * unit)}" fill="currentColor" ${more}>${safe(text)}</text>`;
  return [
    ...ticks(axes.x, (right - left) / (70 * unit)).map((tick) => {
      const [where, text] = [px(x.at(tick)), axes.x.shown?.(tick) ?? String(tick)];
      return grid(`M${where} ${px(top)}V${px(bottom)}`) + words(text, `x="${where}" y="${px(bottom + 15 * unit)}" text-anchor="middle"`);
    }),
    ...ticks(axes.y, (bottom - top) / (45 * unit)).map((tick) => {
      const [where, text] = [px(y.at(tick)), axes.y.shown?.(tick) ?? String(tick)];
      return grid(`M${px(left)} ${where}H${px(right)}`) + words(text, `x="${px(left - 6 * unit)}" y="${where}" dy="0.35em" text-anchor="end"`);
    }),
    words(axes.x.label, `x="${px((left + right) / 2)}" y="${px(size.height - 8 * unit)}" text-anchor="middle"`),
    words(axes.y.label, `transform="rotate(-90 ${px(12 * unit)} ${px((top + bottom) / 2)})" x="${px(12 * unit)}" y="${px((top + bottom) / 2)}" dy="0.35em" text-anchor="middle"`),
    ...areas.map(({ points: over, colour, base = 0 }) => {
      if (!over.length) return "";
      const under = typeof base === "number" ? [[over[over.length - 1][0], base], [over[0][0], base]] : [...base].reverse();
      return `<path class="kit-plot__area" d="${path([...over, .../** @type {Point[]} */ (under)])}Z" fill="${colour}"/>`;
    }),
    ...levels.map(({ pieces, colour }) => `<path class="kit-plot__level" d="${pieces.map(path).join("")}" fill="none" stroke="${colour}"/>`),
    ...lines.map(({ points: along, colour, dashed, label }) => {
      const end = along[along.length - 1];
      const name = label && end ? words(label, `x="${px(x.at(end[0]) - 4)}" y="${px(y.at(end[1]) - 6 * unit)}" text-anchor="end"`) : "";
      const dash = dashed ? ' stroke-dasharray="5 4"' : "";
      return along.length ? `<path class="kit-plot__line" d="${path(along)}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>${name}` : "";
    }),
    ...points.map(({ at: where, colour, label, radius = 4 }) => {
      const name = label ? words(label, `x="${px(x.at(where[0]) + 7 * unit)}" y="${px(y.at(where[1]) - 7 * unit)}"`) : "";
      return `<circle class="kit-plot__point" cx="${px(x.at(where[0]))}" cy="${px(y.at(where[1]))}" r="${px(radius * unit)}" fill="${colour}"/>${name}`;
    }),
  ].join("");
}

/** @param {string} path */
function grid(path) {
  return `<path class="kit-plot__grid" d="${path}" stroke="currentColor" stroke-opacity="0.12"/>`;
}

/** @param {number} length */
function px(length) {
  return String(Math.round(100 * length) / 100);
}

/** @param {string} text */
function safe(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
