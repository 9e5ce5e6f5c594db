// What is near the pointer: steps, values, curves, marks. Pure functions of curves and of a place on the chart.

/** @import { Curve, Mark, Numbers, Place } from "./types.d.ts" */

/**
 * A row of the tooltip: one group, the values of its curves at a step, and whether it has diverged by then.
 * @typedef {{ group?: string, curves: Curve[], values: number[], diverged: boolean }} Row
 */

const REACH = 24; // pixels within which the pointer is at a curve
const MOST_MARKS = 4; // vertical lines that the tooltip speaks of; the latest

/**
 * The step, of those of all curves, that is nearest to the pointer; null without any.
 * @param {Curve[]} curves
 * @param {Place} place
 * @returns {number | null}
 */
export function nearestX(curves, { px, xaxis }) {
  const wanted = xaxis.toValue(px);
  const candidates = [...new Set(curves.map((curve) => curve.x))]
    .filter((x) => x.length)
    .map((x) => x[nearestIndex(x, wanted)]);
  if (!candidates.length) return null;
  return candidates.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));
}

/**
 * The value of the point nearest to `at`; undefined before a curve begins and after it has ended.
 * @param {Pick<Curve, "x" | "y">} curve
 * @param {number} at
 * @returns {number | undefined}
 */
export function valueAt({ x, y }, at) {
  if (!x.length || at < x[0] || at > x[x.length - 1]) return undefined;
  return y[nearestIndex(x, at)];
}

/**
 * One row a group, with one value for each of its curves, highest first; groups without a value come last.
 * @param {Curve[]} curves
 * @param {number} x
 * @returns {Row[]}
 */
export function rowsAt(curves, x) {
  /** @type {Map<string | undefined, Row>} */
  const rows = new Map();
  for (const curve of curves) {
    const row = rows.get(curve.group) ?? { group: curve.group, curves: [], values: [], diverged: false };
    if (curve.says) {
      if (curve.x[0] <= x) row.diverged = true;
      continue;
    }
    const value = valueAt(curve, x);
    if (value === undefined) continue;
    rows.set(curve.group, row);
    row.curves.push(curve);
    row.values.push(value);
  }
  return [...rows.values()].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

/** @param {Row} row */
function rank({ values: [value], diverged }) {
  if (Number.isFinite(value)) return value;
  return diverged ? Infinity : -Infinity;
}

/**
 * What the curves' mark within reach of the pointer says, and the texts of the vertical lines there, some of which may
 * have found no room for their labels.
 * @param {Curve[]} curves
 * @param {Mark[]} marks
 * @param {Place} place
 * @returns {string[]}
 */
export function saidAt(curves, marks, { px, py, xaxis, yaxis }) {
  const near = curves.find(
    ({ says, x, y }) => says && Math.hypot(xaxis.toPixel(x[0]) - px, yaxis.toPixel(y[0]) - py) < REACH / 2,
  );
  const lines = marks.filter(({ at }) => Math.abs(xaxis.toPixel(at) - px) < REACH / 2);
  const texts = lines.slice(-MOST_MARKS).map(({ text }) => text);
  return near?.says ? [near.says, ...texts] : texts;
}

/**
 * The curve whose line passes nearest to the pointer, if one is within reach.
 * @param {Curve[]} curves
 * @param {Place} place
 * @returns {Curve | null}
 */
export function nearestCurve(curves, { px, py, xaxis, yaxis }) {
  const [from, to] = [xaxis.toValue(px - REACH), xaxis.toValue(px + REACH)];
  let best = null;
  let shortest = REACH;
  for (const curve of curves) {
    const { x, y } = curve;
    const last = Math.min(placeOf(x, to), x.length - 1);
    /** @type {[number, number] | null} */
    let before = null;
    for (let i = Math.max(0, placeOf(x, from) - 1); i <= last; i += 1) {
      /** @type {[number, number] | null} */
      const point = Number.isFinite(y[i]) ? [xaxis.toPixel(x[i]) - px, yaxis.toPixel(y[i]) - py] : null;
      const length = point ? distance(before ?? point, point) : Infinity;
      if (length < shortest) [best, shortest] = [curve, length];
      before = point;
    }
  }
  return best;
}

/**
 * From (0, 0) to the line between two points.
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
export function distance([x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const share = length ? Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / length)) : 0;
  return Math.hypot(x0 + share * dx, y0 + share * dy);
}

/**
 * The first place of `x`, which ascends, that is not below `value`; x.length where there is none.
 * @param {Numbers} x
 * @param {number} value
 */
function placeOf(x, value) {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {Numbers} x
 * @param {number} value
 */
function nearestIndex(x, value) {
  const after = placeOf(x, value);
  if (after === 0) return 0;
  if (after === x.length) return after - 1;
  return value - x[after - 1] < x[after] - value ? after - 1 : after;
}
