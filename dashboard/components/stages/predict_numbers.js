// Who reads how many digits right, and where one is in a series of images.

/** @typedef {{ labels: number[], readings: number[] }} Series the digits that images are, and those that the model reads */

/** The digits in the order of their probabilities, the likeliest first. @param {ArrayLike<number>} probabilities */
export function likeliest(probabilities) {
  return Array.from(probabilities, (_, digit) => digit).sort((a, b) => probabilities[b] - probabilities[a]);
}

/**
 * How many of the first digits said are right.
 * @param {number[]} labels
 * @param {number[]} said no more than labels
 */
export function rightOf(labels, said) {
  return said.filter((digit, place) => digit === labels[place]).length;
}

/**
 * The score of both after what a visitor has said so far, of the same images.
 * @param {Series} series
 * @param {number[]} said
 */
export function score({ labels, readings }, said) {
  return { you: rightOf(labels, said), model: rightOf(labels, readings.slice(0, said.length)), of: said.length };
}

/**
 * What was kept of two series, null where it is none of ours.
 * @param {any} found
 * @returns {Record<string, number[]> | null}
 */
export function soundSaid(found) {
  const isDigits = (/** @type {any} */ said) => Array.isArray(said) && said.every((digit) => [..."0123456789"].includes(String(digit)));
  return found && isDigits(found.first) && isDigits(found.hard) ? found : null;
}
