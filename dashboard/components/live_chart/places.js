// Where the steps of an experiment lie on the x axis: steps, passes over the training images (epochs), or seconds.

/** @import { Course, Numbers, Recorded } from "./types.d.ts" */

/** @typedef {"step" | "epoch" | "seconds"} XAxis */

/**
 * The places of all records of an experiment. Where its images are gone there are no epochs.
 * @param {XAxis} axis
 * @param {Course} course
 * @param {Recorded} recorded
 * @returns {Float32Array}
 */
export function placesOf(axis, course, { steps, seconds }) {
  if (axis === "seconds") return Float32Array.from(seconds);
  return axis === "step" ? Float32Array.from(steps) : Float32Array.from(steps, (step) => epochs(step, course));
}

/**
 * The place of one step. Seconds lie between those of two records, and nowhere before there is one.
 * @param {number} step
 * @param {XAxis} axis
 * @param {Course} course
 * @param {Recorded} recorded
 */
export function placeOf(step, axis, course, { steps, seconds }) {
  if (axis === "step") return step;
  return axis === "epoch" ? epochs(step, course) : between(step, steps, seconds);
}

/**
 * @param {number} step
 * @param {Course} course
 */
function epochs(step, { batch_size: batch, images }) {
  return images === null ? NaN : (step * batch) / images;
}

/**
 * @param {number} at
 * @param {Numbers} x ascending
 * @param {Numbers} y
 */
function between(at, x, y) {
  const last = x.length - 1;
  if (last < 0) return NaN;
  if (at <= x[0]) return y[0];
  if (at >= x[last]) return y[last];
  let after = 1;
  while (x[after] < at) after += 1;
  const share = (at - x[after - 1]) / (x[after] - x[after - 1]);
  return y[after - 1] + share * (y[after] - y[after - 1]);
}

/**
 * How far the axis reaches, in its own unit: to where the longest training will end; a logarithmic one begins, with step
 * 0, half as far as the first record after it. Null where that has no place: how many seconds it will take nobody knows.
 * @param {Course[]} courses
 * @param {XAxis} axis
 * @param {boolean} logarithmic
 * @returns {[number, number] | null}
 */
export function rangeOf(courses, axis, logarithmic) {
  const none = { steps: [], seconds: [] };
  const known = courses
    .map((course) => [course.first, course.steps].map((step) => (step === null ? NaN : placeOf(step, axis, course, none))))
    .filter(([first, end]) => Number.isFinite(first) && Number.isFinite(end));
  const highest = Math.max(0, ...known.map(([, end]) => end));
  if (highest <= 0) return null;
  return logarithmic ? [0.5 * Math.min(...known.map(([first]) => first)), 1.1 * highest] : [0, 1.02 * highest];
}

/**
 * The first place after 0 at which any of the curves has a point; 1 where none has.
 * @param {Iterable<Numbers>} all places, each ascending
 */
export function firstPlace(all) {
  let first = Infinity;
  for (const places of all) {
    for (let i = 0; i < places.length; i += 1) {
      if (!(places[i] > 0)) continue;
      first = Math.min(first, places[i]);
      break;
    }
  }
  return Number.isFinite(first) ? first : 1;
}
