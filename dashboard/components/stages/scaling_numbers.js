// What scaling does, computed: descent in a loss over two weights, distributions, and what an outlier does to both.

/** @typedef {[number, number]} Two */

/** @typedef {"none" | "normalize" | "standardize"} Way */

/** @typedef {{ values: ArrayLike<number>, positives: ArrayLike<number>, negatives: ArrayLike<number> }} Pairs as core/lessons/scaling.py has them */

export const WHITE = 255;
export const FEWEST = 1e-4; // the lowest share that is drawn

/**
 * Gradient descent on the mean cross-entropy of a model with two weights, from 0; its bias is always the best one there is
 * for them, so that both find the same losses whatever their pixels are divided by.
 * @param {Pairs} pairs
 * @param {Two} spread what the two pixels are divided by
 * @param {number} rate
 * @param {number} steps
 * @returns {{ path: Two[], losses: number[] }} the weights of scaled pixels, and the losses, from before the first step on
 */
export function descend({ values, positives, negatives }, spread, rate, steps) {
  const pairs = positives.length;
  const scaled = Float64Array.from(values, (value, place) => value / spread[place % 2]);
  const count = Float64Array.from(positives, (positive, pair) => positive + negatives[pair]);
  const total = sum(count);
  const wanted = sum(positives);
  /** @type {Two} */
  let weights = [0, 0];
  /** @type {Two[]} */
  const path = [];
  /** @type {number[]} */
  const losses = [];
  const evidence = new Float64Array(pairs);
  let bias = Math.log(wanted / (total - wanted));
  for (let step = 0; step <= steps; step++) {
    for (let pair = 0; pair < pairs; pair++) evidence[pair] = weights[0] * scaled[2 * pair] + weights[1] * scaled[2 * pair + 1];
    bias = bestBias(evidence, count, wanted, bias);
    let cost = 0;
    const slope = [0, 0];
    for (let pair = 0; pair < pairs; pair++) {
      const logit = evidence[pair] + bias;
      cost += count[pair] * softplus(logit) - positives[pair] * logit;
      const error = count[pair] * logistic(logit) - positives[pair];
      slope[0] += error * scaled[2 * pair];
      slope[1] += error * scaled[2 * pair + 1];
    }
    path.push(weights);
    losses.push(cost / total);
    weights = [weights[0] - (rate * slope[0]) / total, weights[1] - (rate * slope[1]) / total];
  }
  return { path, losses };
}

/**
 * The bias with which probabilities sum to so many images.
 * @param {Float64Array} evidence
 * @param {Float64Array} count
 * @param {number} wanted
 * @param {number} near where it is looked for first
 */
function bestBias(evidence, count, wanted, near) {
  const even = Math.log(wanted / (sum(count) - wanted));
  // At the lower end every probability is too small, at the upper one too large. Newton's steps keep between them.
  let [low, high] = [even - Math.max(...evidence), even - Math.min(...evidence)];
  let bias = near;
  for (let turn = 0; turn < 60; turn++) {
    let [excess, slope] = [-wanted, 0];
    for (let pair = 0; pair < count.length; pair++) {
      const probability = logistic(evidence[pair] + bias);
      excess += count[pair] * probability;
      slope += count[pair] * probability * (1 - probability);
    }
    if (Math.abs(excess) < 1e-9 * wanted) break;
    if (excess > 0) high = bias;
    else low = bias;
    const newton = bias - excess / slope;
    bias = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return bias;
}

/**
 * How much of the way of one weight descent has left, as a share of that from 0 to where the loss is lowest.
 * @param {Two[]} path
 * @param {Two} lowest
 * @param {0 | 1} weight
 */
export function wayLeft(path, lowest, weight) {
  return Math.abs(1 - path[path.length - 1][weight] / lowest[weight]);
}

/**
 * As much of a path as is seen in a rectangle: the pieces of its straight lines that lie within (Liang and Barsky).
 * @param {Two[]} path
 * @param {Two} x the lowest and the highest that is seen
 * @param {Two} y
 * @returns {[Two, Two][]}
 */
export function within(path, x, y) {
  return path.slice(1).flatMap((to, place) => {
    const from = path[place];
    let [first, last] = [0, 1];
    for (const [axis, [low, high]] of [x, y].entries()) {
      const way = to[axis] - from[axis];
      const [enters, leaves] = [low, high].map((rim) => (rim - from[axis]) / way).sort((a, b) => a - b);
      if (way === 0) {
        if (from[axis] < low || from[axis] > high) return [];
      } else [first, last] = [Math.max(first, enters), Math.min(last, leaves)];
    }
    if (!(first < last)) return [];
    const at = (/** @type {number} */ share) =>
      /** @type {Two} */ ([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
    return [/** @type {[Two, Two]} */ ([at(first), at(last)])];
  });
}

/**
 * Losses at which level lines are drawn: each four times as far above the lowest as the one before; the start lies on one.
 * @param {number} lowest
 * @param {number} start
 */
export function levels(lowest, start) {
  return [-3, -2, -1, 0, 1, 2, 3].map((power) => lowest + 4 ** power * (start - lowest));
}

/**
 * A scaled value: 0 for a pixel that never changed in training, as the model gets it.
 * @param {number} value in grey levels
 * @param {number} centre
 * @param {number} spread
 */
export function scaled(value, centre, spread) {
  return spread > 0 ? (value - centre) / spread : 0;
}

/**
 * How values spread over equal ranges between two ends: shares of all; what lies beyond an end is counted at that end.
 * @param {ArrayLike<number>} values
 * @param {number} lowest
 * @param {number} highest
 * @param {number} bins
 */
export function shares(values, lowest, highest, bins) {
  const found = new Array(bins).fill(0);
  for (const value of Array.from(values)) {
    const bin = Math.floor(((value - lowest) / (highest - lowest)) * bins);
    found[Math.min(bins - 1, Math.max(0, bin))] += 1 / values.length;
  }
  return found;
}

/**
 * The outline of bars: shares over the edges between which they stand.
 * @param {number[]} found
 * @param {(bin: number) => number} edge of which a bar begins
 * @returns {Two[]}
 */
export function steps(found, edge) {
  return found.flatMap((share, bin) => {
    const height = Math.max(FEWEST, share);
    return /** @type {Two[]} */ ([[edge(bin), height], [edge(bin + 1), height]]);
  });
}

/**
 * Values one of which, the first, is broken: how the others are scaled with it, and how wide they lie beside before.
 * @param {ArrayLike<number>} values in grey levels
 * @param {number} broken what the first one says instead
 */
export function withOutlier(values, broken) {
  const others = Array.from(values).slice(1);
  const whole = summary(Array.from(values));
  const spoilt = summary([broken, ...others]);
  const ways = /** @type {const} */ ({
    normalize: { centre: spoilt.lowest, spread: spoilt.highest - spoilt.lowest, before: whole.highest - whole.lowest },
    standardize: { centre: spoilt.mean, spread: spoilt.deviation, before: whole.deviation },
  });
  const scaledBy = ({ centre = 0, spread = 1, before = 1 }) => ({
    others: others.map((value) => scaled(value, centre, spread)),
    broken: scaled(broken, centre, spread),
    width: before / spread,
  });
  return { normalize: scaledBy(ways.normalize), standardize: scaledBy(ways.standardize) };
}

/** @param {number[]} values */
function summary(values) {
  const mean = sum(values) / values.length;
  const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
  return { mean, deviation, lowest: Math.min(...values), highest: Math.max(...values) };
}

/** @param {ArrayLike<number>} values */
function sum(values) {
  let total = 0;
  for (let place = 0; place < values.length; place++) total += values[place];
  return total;
}

/** @param {number} logit */
function logistic(logit) {
  return 1 / (1 + Math.exp(-logit));
}

/** @param {number} logit */
function softplus(logit) {
  return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
}
