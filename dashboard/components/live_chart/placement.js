// Which labels stand among the curves, and where: each curve's name at its end, and what happened at vertical lines.
import { besideEnds, besideLines, chosen } from "./geometry.js";
import { isNamed } from "./traces.js";

/** @import { ChartData, Curve, DrawnAxis, End, Measure, PlacedEnd, PlacedMark, Scene, Theme } from "./types.d.ts" */

export const LETTER = 12; // pixels, of names at ends
export const MARK_LETTER = 11;
const WEIGHT = 600;
const MARK_WEIGHT = 400;
const WIDEST = 0.17; // of the chart's width; a wider name is broken into two lines
const STILL = 24; // pixels before a noisy curve's end over which its height is averaged

/**
 * The room right of the curves that their names need, in pixels: of all names, so that hiding a curve moves nothing.
 * @param {Pick<ChartData, "traces" | "tooltip">} data
 * @param {Theme} theme
 * @param {number} width of the whole chart
 * @param {Measure} measure
 */
export function roomForNames(data, theme, width, measure) {
  const named = new Set(data.traces.filter((trace) => isNamed(data, trace)).map((trace) => trace.name));
  if (!named.size) return 18 * theme.scale;
  const widths = [...named].map((name) => sizeOf(broken(name, width, measure), theme, measure).width);
  return Math.max(...widths) + (named.size > 2 ? 22 : 14) * theme.scale;
}

/**
 * The way from values to pixels along an axis of this length, whatever length it is drawn with.
 * @param {Pick<DrawnAxis, "type" | "range">} axis
 * @param {number} length
 */
export function pixelsOf({ type, range: [low, high] }, length) {
  return (/** @type {number} */ value) =>
    (((type === "log" ? Math.log10(value) : value) - low) / (high - low)) * length;
}

/**
 * @param {Scene} scene
 * @param {string | null} forward the group that is brought forward
 * @param {Map<string | undefined, number>} order group -> place among the names as drawn last
 * @returns {{ ends: PlacedEnd[], marks: PlacedMark[] }}
 */
export function placed(scene, forward, order) {
  return { ends: placedEnds(scene, forward, order), marks: placedMarks(scene) };
}

/**
 * @param {Scene} scene
 * @param {string | null} forward
 * @param {Map<string | undefined, number>} order
 */
function placedEnds(scene, forward, order) {
  const { theme, size } = scene;
  const ends = scene.curves.flatMap((curve) => endOf(curve, scene) ?? []);
  const height = Math.max(0, ...ends.map((end) => end.height));
  // A name in the lowest place stands beside the axis line, not on the texts below it.
  const [low, high] = [Math.max(0, size.t - height / 2), size.t + size.h + LETTER * 0.6 * theme.scale];
  const named = chosen(ends, Math.floor((high - low) / height), forward);
  return besideEnds(named, { height, gap: 7 * theme.scale, low, high, order });
}

/**
 * @param {Curve} curve
 * @param {Scene} scene
 * @returns {End | null}
 */
function endOf(curve, scene) {
  const { size, theme, measure } = scene;
  const at = curve.label ? tipOf(curve, scene) : null;
  if (!curve.label || !at) return null;
  const lines = broken(curve.label, scene.width, measure);
  const inside = (/** @type {number} */ place) => Math.min(Math.max(place, 0), size.h);
  return {
    group: curve.group,
    colour: curve.line.color,
    dash: curve.line.dash,
    lines,
    ...sizeOf(lines, theme, measure),
    tip: [size.l + at.x, size.t + inside(at.y)],
    x: size.l + at.x,
    y: size.t + inside(curve.noisy ? calmed(curve, scene, at) : at.y),
  };
}

/**
 * Where a curve ends within the plotting area: there, or where it leaves it to the right. If the y axis is zoomed, only
 * where that can be seen.
 * @param {Curve} curve
 * @param {Scene} scene
 */
function tipOf(curve, { size, x, y, zoomed }) {
  let last = curve.x.length - 1;
  while (last >= 0 && !(Number.isFinite(curve.y[last]) && x(curve.x[last]) <= size.w + 0.5)) last -= 1;
  if (last < 0 || x(curve.x[last]) < 0) return null;
  const tip = { x: x(curve.x[last]), y: y(curve.y[last]), last };
  if (last + 1 < curve.x.length && Number.isFinite(curve.y[last + 1]) && x(curve.x[last + 1]) > tip.x) {
    const share = (size.w - tip.x) / (x(curve.x[last + 1]) - tip.x);
    tip.x = size.w;
    tip.y += share * (y(curve.y[last + 1]) - tip.y);
  }
  return zoomed && (tip.y < 0 || tip.y > size.h) ? null : tip;
}

/**
 * The mean height just before a noisy curve's end.
 * @param {Curve} curve
 * @param {Scene} scene
 * @param {{ x: number, y: number, last: number }} tip
 */
function calmed(curve, { x, y }, tip) {
  const near = [];
  for (let i = tip.last; i >= 0 && x(curve.x[i]) >= tip.x - STILL; i -= 1) {
    if (Number.isFinite(curve.y[i])) near.push(y(curve.y[i]));
  }
  return near.length ? near.reduce((a, b) => a + b) / near.length : tip.y;
}

/**
 * @param {Scene} scene
 * @returns {PlacedMark[]}
 */
function placedMarks({ marks, theme, size, x, measure }) {
  const inside = marks
    .map((mark) => ({ ...mark, x: size.l + x(mark.at), width: measure(mark.text, MARK_LETTER, MARK_WEIGHT) }))
    .filter((mark) => mark.x >= size.l && mark.x <= size.l + size.w);
  const line = MARK_LETTER * 1.3 * theme.scale;
  return ["start", "end"].flatMap((side) =>
    besideLines(inside.filter((mark) => mark.side === side), size.l + size.w, 5 * theme.scale).map((mark) => ({
      ...mark,
      top: side === "end" ? size.t + (mark.row + 0.6) * line : size.t + size.h - (mark.row + 0.6) * line,
    })),
  );
}

/** @param {PlacedEnd} end */
export function needsLeader({ tip, middle, left, x }) {
  return Math.abs(tip[1] - middle) > 3 || left - x > 24;
}

/**
 * From just beside the curve's end to just before its name.
 * @param {PlacedEnd} end
 * @returns {[number, number][]}
 */
export function leaderOf({ tip: [x, y], left, middle }) {
  return [[x + 2, y], [left - 3, middle]];
}

/**
 * A name in one line, or in two where one would take too much of the chart's width.
 * @param {string} name
 * @param {number} width
 * @param {Measure} measure
 */
function broken(name, width, measure) {
  if (measure(name, LETTER, WEIGHT) <= Math.max(WIDEST * width, 40) || !name.includes(" ")) return [name];
  const spaces = [...name.matchAll(/ /g)].map((match) => match.index);
  const middle = spaces.reduce((a, b) => (Math.abs(a - name.length / 2) <= Math.abs(b - name.length / 2) ? a : b));
  return [name.slice(0, middle), name.slice(middle + 1)];
}

/**
 * @param {string[]} lines
 * @param {Theme} theme
 * @param {Measure} measure
 */
function sizeOf(lines, theme, measure) {
  return {
    width: Math.max(...lines.map((line) => measure(line, LETTER, WEIGHT))),
    height: (lines.length * 1.1 + 0.1) * LETTER * theme.scale,
  };
}
