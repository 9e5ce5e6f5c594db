// From numbers to places on the screen and back, and where an axis has its ticks.

/**
 * @typedef {object} Axis
 * @property {number} lowest
 * @property {number} highest
 * @property {string} label with its unit
 * @property {boolean} [log] whether it is logarithmic; then both ends are above 0
 * @property {(value: number) => string} [shown] a tick in words
 */

/** @typedef {{ at: (value: number) => number, back: (place: number) => number }} Scale */

/**
 * @param {Axis} axis
 * @param {number} start where its lowest lies, in pixels
 * @param {number} end where its highest lies
 * @returns {Scale}
 */
export function scale({ lowest, highest, log = false }, start, end) {
  const [into, outOf] = log ? [Math.log10, (/** @type {number} */ power) => 10 ** power] : [same, same];
  const [low, high] = [into(lowest), into(highest)];
  return {
    at: (value) => start + ((into(value) - low) / (high - low)) * (end - start),
    back: (place) => outOf(low + ((place - start) / (end - start)) * (high - low)),
  };
}

/** @param {number} value */
function same(value) {
  return value;
}

/**
 * Round numbers on an axis, about so many: 1, 2 or 5 times a power of ten apart, or on a logarithmic one powers of ten.
 * @param {Axis} axis
 * @param {number} wanted
 */
export function ticks({ lowest, highest, log = false }, wanted) {
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(lowest) - 1e-9), Math.floor(Math.log10(highest) + 1e-9)];
    const every = Math.max(1, Math.ceil((last - first + 1) / wanted));
    return upTo(last - first).filter((place) => place % every === 0).map((place) => Number(`1e${first + place}`));
  }
  const rough = (highest - lowest) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const apart = [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= rough * 0.999) ?? rough;
  const first = Math.ceil(lowest / apart - 1e-9);
  // Divided, for 3 * 0.1 is not 0.3.
  const whole = 1 / apart;
  return upTo(Math.floor(highest / apart + 1e-9) - first).map((place) =>
    apart < 1 ? (first + place) / whole : (first + place) * apart,
  );
}

/** @param {number} last */
function upTo(last) {
  return Array.from({ length: last + 1 }, (_, place) => place);
}
