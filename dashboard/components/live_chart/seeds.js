// The runs of one curve, one a seed, as one: their mean, with a band from the lowest to the highest.

/** @import { Numbers } from "./types.d.ts" */

/** @typedef {{ mean: Float32Array, lowest: Float32Array, highest: Float32Array }} Band */

/**
 * Not a number from where one of the seeds is none: a mean over those left would look like an improvement.
 * @param {Numbers[]} runs one or more, all of the same length, NaN where there is no number
 * @returns {Band}
 */
export function overSeeds(runs) {
  const { length } = runs[0];
  const [mean, lowest, highest] = [new Float32Array(length), new Float32Array(length), new Float32Array(length)];
  for (let i = 0; i < length; i += 1) {
    let [sum, low, high] = [0, Infinity, -Infinity];
    for (const run of runs) {
      sum += run[i];
      low = Math.min(low, run[i]);
      high = Math.max(high, run[i]);
    }
    [mean[i], lowest[i], highest[i]] = [sum / runs.length, low, high];
  }
  return { mean, lowest, highest };
}
