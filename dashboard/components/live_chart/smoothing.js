// Smoothing of curves that are measured on single batches.

/** @import { Numbers } from "./types.d.ts" */

// Records from the first on that come one by one; later ones come ever more widely, a fiftieth of the way apart.
const EVEN = 50;

/**
 * How many records of that kind lie before each place of `x`. What is smoothed by counting in them is smoothed alike
 * everywhere, whichever records are there or drawn.
 * @param {Numbers} x
 * @param {number} unit where the first record after the beginning is
 */
export function inRecords(x, unit) {
  const places = new Float64Array(x.length);
  for (let i = 0; i < x.length; i += 1) {
    const steps = x[i] / unit;
    places[i] = steps <= EVEN ? steps : EVEN * (1 + Math.log(steps / EVEN));
  }
  return places;
}

/**
 * The mean of what lies around each place, with `weight` to the power of the distance: the moving average that
 * TensorBoard draws, but as far ahead as back. An average of the past alone is late, and where a loss falls steeply that
 * makes training look worse than validation. For the same reason it reaches at most half the way back to the beginning.
 * A gap stays a gap.
 * @param {Numbers} values
 * @param {Float64Array} places
 * @param {number} weight
 */
export function smooth(values, places, weight) {
  const decay = Math.log(weight);
  const farthest = Math.log(0.01) / decay;
  const last = values.length - 1;
  const smoothed = new Float32Array(values.length);
  let from = 0;
  for (let i = 0; i <= last; i += 1) {
    const back = places[i] - places[0];
    const reach = Math.min(farthest, back / 2, places[last] - places[i]) + 1e-6;
    while (places[i] - places[from] > farthest) from += 1;
    let sum = 0;
    let total = 0;
    for (let j = from; j <= last && places[j] - places[i] <= reach; j += 1) {
      const distance = Math.abs(places[j] - places[i]);
      if (distance > reach || !Number.isFinite(values[j])) continue;
      const share = Math.exp(decay * distance);
      sum += share * values[j];
      total += share;
    }
    smoothed[i] = Number.isFinite(values[i]) ? sum / total : NaN;
  }
  return smoothed;
}
