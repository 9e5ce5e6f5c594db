// Gradient descent on a single image. All steps move the weights along that image alone, so that ten sums are all there is
// to keep: W after k steps is W - x a', the bias is b - a, and the logits of any image u are z - (x u + 1) a.
import { levelLine } from "../kit/levels.js";
import { ranked, steps as softmax } from "./softmax_numbers.js";

/** @import { Point } from "../kit/picture.js" */

/**
 * The sums a of rate * (p - y), and the image's ten probabilities before and after so many steps.
 * @param {number[]} logits of the image at the start
 * @param {{ digit: number, product: number, rate: number, steps: number }} how its digit; `product` is x x + 1
 */
export function descended(logits, { digit, product, rate, steps }) {
  const sums = logits.map(() => 0);
  const now = () => softmax(logits.map((z, c) => z - product * sums[c])).probabilities;
  const before = now();
  let after = before;
  for (let step = 0; step < steps; step++) {
    after.forEach((p, c) => (sums[c] += rate * (p - (c === digit ? 1 : 0))));
    after = now();
  }
  return { sums, before, after };
}

/**
 * x times each of ten numbers: what these images of weights differ by, (784, 10) row by row.
 * @param {ArrayLike<number>} x
 * @param {number[]} numbers
 */
export function outer(x, numbers) {
  const result = new Float32Array(x.length * numbers.length);
  for (let pixel = 0; pixel < x.length; pixel++) {
    for (let c = 0; c < numbers.length; c++) result[pixel * numbers.length + c] = x[pixel] * numbers[c];
  }
  return result;
}

/**
 * The logits of an image under weights (785, 10), the bias as their last row.
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} weights
 */
export function logitsOf(x, weights) {
  return Array.from({ length: 10 }, (_, c) => {
    let sum = weights[10 * x.length + c];
    for (let pixel = 0; pixel < x.length; pixel++) sum += x[pixel] * weights[10 * pixel + c];
    return sum;
  });
}

/**
 * How many of other images are read right once the sums have moved.
 * @param {{ logits: ArrayLike<number>, products: ArrayLike<number>, digits: ArrayLike<number> }} others
 * @param {number[]} sums
 */
export function readRight({ logits, products, digits }, sums) {
  let right = 0;
  for (let i = 0; i < digits.length; i++) {
    const moved = sums.map((sum, c) => logits[10 * i + c] - products[i] * sum);
    if (moved.indexOf(Math.max(...moved)) === digits[i]) right += 1;
  }
  return right;
}

/** The likeliest digit. @param {number[]} probabilities */
export function likeliest(probabilities) {
  return ranked(probabilities)[0];
}

/**
 * How far from zero nearly all numbers stay, 99 of 100: where a scale of colours may end without the rest growing pale.
 * @param {Float32Array} values
 */
export function reach(values) {
  const sizes = values.map(Math.abs).sort();
  return sizes[Math.floor(0.99 * (sizes.length - 1))];
}

/**
 * Level lines on their axes, those levels that there are, each with its highest place, where its number can stand.
 * @param {{ across: number[], up: number[], heights: ArrayLike<number> }} ground
 * @param {number[]} levels
 */
export function levelsOn({ across, up, heights }, levels) {
  const onAxis = (/** @type {number[]} */ axis, /** @type {number} */ place) => axis[0] + place * (axis[1] - axis[0]);
  const place = (/** @type {Point} */ [column, row]) => /** @type {Point} */ ([onAxis(across, column), onAxis(up, row)]);
  return levels
    .map((level) => ({
      level,
      pieces: levelLine(heights, across.length, level).map(([a, b]) => /** @type {[Point, Point]} */ ([place(a), place(b)])),
    }))
    .filter(({ pieces }) => pieces.length)
    .map(({ level, pieces }) => ({ level, pieces, top: pieces.flat().reduce((best, each) => (each[1] > best[1] ? each : best)) }));
}
