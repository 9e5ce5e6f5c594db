// What batches hold, and where their gradients point: the arithmetic of step 4, without the screen.

export const DIGITS = 10;

/**
 * The ten counts of one batch.
 * @param {ArrayLike<number>} counts batch by batch
 * @param {number} batch from 0
 */
export function held(counts, batch) {
  return Array.from({ length: DIGITS }, (_, digit) => counts[batch * DIGITS + digit]);
}

/**
 * How many different digits a batch holds, on average over all of them.
 * @param {ArrayLike<number>} counts
 */
export function digitsABatch(counts) {
  let different = 0;
  for (let place = 0; place < counts.length; place++) different += counts[place] > 0 ? 1 : 0;
  return (different * DIGITS) / counts.length;
}

/**
 * The tones, 0 to 255, of a picture with a row for each digit and a column for each batch. They go with the root of its
 * share of the batch, so that a tenth is seen too.
 * @param {ArrayLike<number>} counts
 */
export function tones(counts) {
  const batches = counts.length / DIGITS;
  const bytes = new Uint8Array(counts.length);
  for (let batch = 0; batch < batches; batch++) {
    const ten = held(counts, batch);
    const all = ten.reduce((sum, count) => sum + count, 0);
    ten.forEach((count, digit) => (bytes[digit * batches + batch] = Math.round(255 * Math.sqrt(count / all))));
  }
  return bytes;
}

/**
 * Where arrows of length 1 end that lie so many degrees off the direction upwards, to either side in turn: of the many
 * sideways directions that a gradient has, a drawing has two.
 * @param {number[]} angles
 * @returns {[number, number][]}
 */
export function arrows(angles) {
  return angles.map((degrees, place) => {
    const angle = (degrees * Math.PI) / 180;
    return [(place % 2 ? 1 : -1) * Math.sin(angle), Math.cos(angle)];
  });
}

/**
 * The law of the mean of independent draws: from the noise of one image that of so many.
 * @param {number} noise
 * @param {number} size
 */
export function expectedNoise(noise, size) {
  return noise / Math.sqrt(size);
}
