// The range of the ordinary ones among the curves of a loss chart.

/** @import { Numbers } from "./types.d.ts" */

const FAR = { linear: 4, log: 30 };

/**
 * Neither the beginning of a curve, which falls from the same height whatever the rate, nor single extreme points, nor a
 * curve that lies far above the others may squash the rest: far is 4 times the level of the lower half on a linear axis
 * and 30 times on a logarithmic one. Null as long as there is too little to tell.
 * @param {Numbers[]} curves
 * @param {boolean} logarithmic
 * @returns {[number, number] | null} lowest and highest, in the axis's own unit
 */
export function rangeWithoutOutliers(curves, logarithmic) {
  const floors = [];
  const tops = [];
  for (const curve of curves) {
    const sorted = Float64Array.from(curve)
      .subarray(Math.max(1, Math.floor(curve.length / 20)))
      .filter((value) => Number.isFinite(value) && (value > 0 || !logarithmic))
      .sort();
    if (sorted.length < 3) continue;
    floors.push(percentile(sorted, 1));
    tops.push(percentile(sorted, 95));
  }
  if (!tops.length) return null;
  const level = [...tops].sort((a, b) => a - b)[(tops.length - 1) >> 1];
  const ordinary = tops.filter((top) => top <= FAR[logarithmic ? "log" : "linear"] * level);
  const [low, high] = [Math.min(...floors), ordinary.length ? Math.max(...ordinary) : level];
  if (logarithmic) {
    const margin = Math.max((high / low) ** 0.05, 1.02);
    return [low / margin, high * margin];
  }
  const margin = Math.max(0.05 * (high - low), 0.01 * Math.abs(high), 1e-6);
  return [low - margin, high + margin];
}

/**
 * @param {Numbers} sorted
 * @param {number} percent
 */
function percentile(sorted, percent) {
  const place = (percent / 100) * (sorted.length - 1);
  const before = Math.floor(place);
  const after = Math.min(before + 1, sorted.length - 1);
  return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
}
