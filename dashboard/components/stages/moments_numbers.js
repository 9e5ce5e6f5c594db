// Moment normalization as core/features/moments.py does it, of one image of 28 x 28 grey levels, and handwriting to try it on.

const SIDE = 28;
const MIDDLE = SIDE / 2;
const LEAST_DEVIATION = 0.25; // in pixels

/** @typedef {{ height: number, width: number, most_distorted: number, steepest: number }} Targets as core/features/moments.py has them */

/**
 * @typedef {object} Moments in pixels
 * @property {number} row of the centre of mass, from the middle of the image
 * @property {number} column
 * @property {number} slant columns to the left that the ink goes for every row downwards
 * @property {number} height the standard deviation of the rows of ink
 * @property {number} width that of its columns, once it stands upright
 */

/**
 * Where the ink is, and how far it spreads.
 * @param {ArrayLike<number>} image
 * @param {number} steepest the largest slant that is undone
 * @returns {Moments}
 */
export function momentsOf(image, steepest) {
  const mean = (/** @type {(row: number, column: number) => number} */ of) => {
    let [mass, total] = [0, 0];
    for (let pixel = 0; pixel < image.length; pixel++) {
      mass += image[pixel];
      total += image[pixel] * of(Math.floor(pixel / SIDE) - MIDDLE, (pixel % SIDE) - MIDDLE);
    }
    return total / Math.max(mass, 1);
  };
  const row = mean((r) => r);
  const column = mean((_, c) => c);
  const ofRows = mean((r) => (r - row) ** 2);
  const together = mean((r, c) => (r - row) * (c - column));
  const ofColumns = mean((_, c) => (c - column) ** 2);
  const shear = ofRows > 1e-6 ? Math.max(-steepest, Math.min(steepest, together / ofRows)) : 0;
  const upright = ofColumns - 2 * shear * together + shear ** 2 * ofRows;
  return { row, column, slant: -shear, height: Math.sqrt(Math.max(ofRows, 0)), width: Math.sqrt(Math.max(upright, 0)) };
}

/**
 * An image set upright, in the middle, and brought to one height and width.
 * @param {ArrayLike<number>} image
 * @param {Targets} targets
 * @returns {number[]} grey levels
 */
export function normalized(image, targets) {
  const { row, column, slant, height, width } = momentsOf(image, targets.steepest);
  const [down, across] = [Math.max(height, LEAST_DEVIATION) / targets.height, Math.max(width, LEAST_DEVIATION) / targets.width];
  const [rowStep, columnStep] = [Math.max(down, across / targets.most_distorted), Math.max(across, down / targets.most_distorted)];
  return sampled(image, (r, c) => [row + rowStep * r, column + columnStep * c - slant * rowStep * r]);
}

/**
 * An image as somebody would have written it who leans and stretches letters.
 * @param {ArrayLike<number>} image
 * @param {number} slant columns to the left that it leans more for every row downwards
 * @param {number} width how many times as wide it is
 */
export function slanted(image, slant, width) {
  return sampled(image, (r, c) => [r, (c + slant * r) / width]);
}

/**
 * An image whose pixels are taken from elsewhere, between pixels by linear interpolation; beyond it there is no ink.
 * @param {ArrayLike<number>} image
 * @param {(row: number, column: number) => [number, number]} from where a pixel's grey level is found; all from the middle
 * @returns {number[]}
 */
function sampled(image, from) {
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row < 0 || row >= SIDE || column < 0 || column >= SIDE ? 0 : image[SIDE * row + column];
  return Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [row, column] = from(Math.floor(pixel / SIDE) - MIDDLE, (pixel % SIDE) - MIDDLE).map((place) => place + MIDDLE);
    const [top, left] = [Math.floor(row), Math.floor(column)];
    const [below, right] = [row - top, column - left];
    return (
      (1 - below) * ((1 - right) * at(top, left) + right * at(top, left + 1)) +
      below * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1))
    );
  });
}
