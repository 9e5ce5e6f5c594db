// Before the first step: what a model says whose weights are a scale times numbers that were drawn once.
import { steps } from "./softmax_numbers.js";

/**
 * The ten probabilities of an image.
 * @param {number[]} unit what its pixels add up to with weights of scale 1
 * @param {number[]} bias
 * @param {number} scale
 */
export function probabilities(unit, bias, scale) {
  return steps(unit.map((logit, digit) => scale * logit + bias[digit])).probabilities;
}

/**
 * How far one step moves the weights, and how many such steps they are long.
 * @param {{ length: number, gradient: number, rate: number }} start
 */
export function stride({ length, gradient, rate }) {
  const moved = rate * gradient;
  return { moved, steps: length / moved };
}
