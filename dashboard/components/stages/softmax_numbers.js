// Softmax in float32, step by step, as a program computes it: with what it does when a number leaves what float32 holds.

const float32 = Math.fround;

/**
 * @typedef {object} Way
 * @property {number} [temperature] what all logits are divided by
 * @property {number} [shift] what is added to all of them first
 * @property {boolean} [isSafe] whether the largest is subtracted from all before e^z
 */

/**
 * The inputs z of e^z, these exponentials, and the probabilities, ten of each.
 * @param {number[]} logits
 * @param {Way} [way]
 */
export function steps(logits, { temperature = 1, shift = 0, isSafe = true } = {}) {
  const z = logits.map((logit) => float32(float32(logit + shift) / float32(temperature)));
  const largest = isSafe ? Math.max(...z) : 0;
  // e^z beyond 3.4e38 is inf in float32, and what follows from that is nan.
  const exponentials = z.map((each) => float32(Math.exp(float32(each - largest))));
  const total = exponentials.reduce((sum, each) => float32(sum + each), 0);
  return { z, exponentials, probabilities: exponentials.map((each) => float32(each / total)) };
}

/**
 * A number in a column, as a program prints it where it is none: inf, nan.
 * @param {number} value
 * @param {(value: number) => string} shown
 */
export function printed(value, shown) {
  if (Number.isNaN(value)) return "nan";
  return value === Infinity ? "inf" : shown(value);
}

/**
 * The digits in the order of their numbers, the largest first.
 * @param {number[]} values
 */
export function ranked(values) {
  return values.map((_, digit) => digit).sort((a, b) => values[b] - values[a]);
}
