// Counting what is read right, how well a count is known, and the loss of the same answers given with more or less certainty.

const QUANTILE = 1.959963984540054; // of the normal distribution: 95% lie within so many standard deviations

/**
 * The 95% interval of Wilson (1927) for a share of which so many of n were counted.
 * @param {number} right
 * @param {number} n
 * @returns {[number, number]}
 */
export function wilson(right, n) {
  const [share, square] = [right / n, QUANTILE ** 2];
  const middle = share + square / (2 * n);
  const half = QUANTILE * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  return [Math.max(0, (middle - half) / (1 + square / n)), Math.min(1, (middle + half) / (1 + square / n))];
}

/**
 * Whether each image is read right, of bits eight to a byte, the first in the highest place.
 * @param {ArrayLike<number>} bytes
 * @param {number} count
 */
export function unpacked(bytes, count) {
  return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1);
}

/** How many of the first n images are right, for n from 0 on. @param {Uint8Array} right */
export function counted(right) {
  const sums = new Uint32Array(right.length + 1);
  right.forEach((each, i) => (sums[i + 1] = sums[i] + each));
  return sums;
}

/**
 * The accuracies of so many batches of n images, each drawn at random from all and put back.
 * @param {Uint8Array} right
 * @param {{ n: number, batches: number, seed: number }} draw
 */
export function drawn(right, { n, batches, seed }) {
  const next = random(seed);
  return Array.from({ length: batches }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += right[Math.floor(next() * right.length)];
    return sum / n;
  });
}

/**
 * What is said of the same answers once all logits are multiplied: the mean loss in nats, the mean of the largest
 * probability, and the share that is right.
 * @param {ArrayLike<number>} logits ten to an image
 * @param {ArrayLike<number>} digits
 * @param {number} factor
 */
export function judged(logits, digits, factor) {
  let [loss, certainty, right] = [0, 0, 0];
  for (let i = 0; i < digits.length; i++) {
    const z = Array.from({ length: 10 }, (_, c) => factor * logits[10 * i + c]);
    const largest = Math.max(...z);
    const sum = largest + Math.log(z.reduce((all, each) => all + Math.exp(each - largest), 0));
    loss += sum - z[digits[i]];
    certainty += Math.exp(largest - sum);
    if (z.indexOf(largest) === digits[i]) right += 1;
  }
  return { loss: loss / digits.length, certainty: certainty / digits.length, accuracy: right / digits.length };
}

/**
 * Numbers from 0 to below 1 that look random and are the same for the same seed: mulberry32, by Tommy Ettinger.
 * @param {number} seed
 */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
