// Which image of many is where, and which number of a row is which pixel.
import { SIDE } from "../kit/image.js";

/**
 * The answer of the server in which an image of a digit is, and its place there.
 * @param {number} image from 0
 * @param {number} atOnce images in one answer
 */
export function whereIs(image, atOnce) {
  return { number: Math.floor(image / atOnce), place: image % atOnce };
}

/**
 * The place in the row of 784 numbers at which a pixel stands.
 * @param {number} row
 * @param {number} column
 */
export function placeInRow(row, column) {
  return SIDE * row + column;
}

/**
 * The places around one in a row, those beyond its ends as null: so many to either side.
 * @param {number} place
 * @param {number} reach
 * @param {number} length of the row
 * @returns {(number | null)[]}
 */
export function around(place, reach, length) {
  return Array.from({ length: 2 * reach + 1 }, (_, step) => {
    const each = place - reach + step;
    return each >= 0 && each < length ? each : null;
  });
}

/**
 * Images side by side in one picture of bytes, row by row; what is missing is 0.
 * @param {Uint8Array} images one after the other, 784 bytes each
 * @param {number} columns of images
 * @param {number} rows of images
 */
export function sheet(images, columns, rows) {
  const width = columns * SIDE;
  const picture = new Uint8Array(width * rows * SIDE);
  for (let start = 0; start < images.length; start += SIDE) {
    const line = start / SIDE; // of all images, one below the other
    const [image, row] = [Math.floor(line / SIDE), line % SIDE];
    const at = (Math.floor(image / columns) * SIDE + row) * width + (image % columns) * SIDE;
    picture.set(images.subarray(start, start + SIDE), at);
  }
  return picture;
}

/**
 * The digit whose images differ most, and the one whose differ least.
 * @param {number[]} spread of each digit
 */
export function extremes(spread) {
  return { most: spread.indexOf(Math.max(...spread)), least: spread.indexOf(Math.min(...spread)) };
}
