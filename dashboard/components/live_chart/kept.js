// Which points of a long curve are drawn.

/** @import { Numbers } from "./types.d.ts" */

export const MOST_POINTS = 1000; // of one curve: more than a chart has pixels to show them in
const MOST_IN_ALL = 10_000; // of all curves of a chart, which keeps a redraw below a tenth of a second
const LEAST = 50;

/**
 * How many points each of the curves of a chart may have.
 * @param {number} lines of all curves together; a band has two more
 */
export function mostPointsEach(lines) {
  return Math.max(LEAST, Math.min(MOST_POINTS, Math.floor(MOST_IN_ALL / Math.max(1, lines))));
}

/**
 * The places of at most about `most` of a curve's points; null where those are all.
 *
 * Every bucket of neighbours keeps its lowest and its highest point, so no spike is lost, and one that holds a value that
 * is not finite keeps one. Buckets are counted from the first point and double in size, so points that are drawn already
 * do not move as the curve grows.
 * @param {Numbers} y
 * @param {number} most
 * @returns {number[] | null}
 */
export function keptPoints(y, most) {
  let stride = 1;
  while (y.length > most * stride) stride *= 2;
  if (stride === 1) return null;
  const bucket = 2 * stride;
  const whole = y.length - (y.length % bucket);
  /** @type {number[]} */
  const kept = [];
  for (let start = 0; start < whole; start += bucket) {
    let [lowest, highest, gap] = [start, start, -1];
    let [low, high] = [Infinity, -Infinity];
    for (let i = start; i < start + bucket; i += 1) {
      const value = y[i];
      if (!Number.isFinite(value)) {
        if (gap < 0) gap = i;
        continue;
      }
      if (value < low) [low, lowest] = [value, i];
      if (value > high) [high, highest] = [value, i];
    }
    const other = gap < 0 ? lowest : gap;
    kept.push(Math.min(other, highest));
    if (other !== highest) kept.push(Math.max(other, highest));
  }
  for (let i = whole; i < y.length; i += 1) kept.push(i);
  return kept;
}

/**
 * @param {Numbers} values
 * @param {number[] | null} kept
 */
export function pick(values, kept) {
  return kept ? Float32Array.from(kept, (place) => values[place]) : values;
}
