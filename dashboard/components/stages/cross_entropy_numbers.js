// The loss of one prediction, and what float32 makes of it in two ways.

const float32 = Math.fround;

/**
 * The probabilities once one of them is moved: the others keep their proportions and share what is left.
 * @param {number[]} probabilities that sum to 1
 * @param {number} digit which one
 * @param {number} wanted from 0 to 1
 */
export function moved(probabilities, digit, wanted) {
  const others = 1 - probabilities[digit];
  return probabilities.map((each, place) => {
    if (place === digit) return wanted;
    // Where all others are 0 there are no proportions to keep.
    return others > 1e-12 ? (each * (1 - wanted)) / others : (1 - wanted) / (probabilities.length - 1);
  });
}

/** The loss, in nats, of an image whose right digit has this probability. @param {number} probability */
export function loss(probability) {
  return probability === 0 ? Infinity : Math.abs(Math.log(probability)); // |-0| is 0
}

/**
 * The loss in float32, as programs compute it: by the logarithm of softmax's probability, or from the logits themselves.
 * Both subtract the largest logit first.
 * @param {number[]} logits
 * @param {number} digit the right one
 */
export function inFloat32(logits, digit) {
  const z = logits.map(float32);
  const largest = Math.max(...z);
  const exponentials = z.map((each) => float32(Math.exp(float32(each - largest))));
  const total = exponentials.reduce((sum, each) => float32(sum + each), 0);
  const probability = float32(exponentials[digit] / total);
  return {
    probability,
    byProbability: float32(loss(probability)),
    byLogits: float32(float32(Math.log(total)) - float32(z[digit] - largest)),
  };
}

/**
 * How far below the largest the right digit's logit must lie, in whole steps, for softmax in float32 to give it 0.
 * @param {number[]} logits
 * @param {number} digit
 */
export function vanishing(logits, digit) {
  const largest = Math.max(...logits.filter((_, place) => place !== digit));
  for (let gap = 1; gap < 200; gap++) {
    if (inFloat32(lowered(logits, digit, largest - gap), digit).probability === 0) return gap;
  }
  return Infinity;
}

/**
 * @param {number[]} logits
 * @param {number} digit
 * @param {number} logit its own from now on
 */
export function lowered(logits, digit, logit) {
  return logits.map((each, place) => (place === digit ? logit : each));
}
