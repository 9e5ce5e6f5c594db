// From values of one byte to colours.

/** @import { Picture } from "./types.d.ts" */

/**
 * The colours for 0...255 as the 32-bit words that canvases are made of. The middle colour stands at 127.
 * @param {string[]} anchors
 */
export function ramp(anchors) {
  const rgb = anchors.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  const last = anchors.length - 1;
  const words = new Uint32Array(256);
  for (let value = 0; value < 256; value++) {
    const place = Math.min((value / (last === 1 ? 255 : 254)) * last, last);
    const left = Math.min(Math.floor(place), last - 1);
    const [r, g, b] = rgb[left].map((channel, i) => Math.round(channel + (place - left) * (rgb[left + 1][i] - channel)));
    words[value] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return words;
}

/**
 * Writes the colours of one image into the words of a canvas.
 * @param {Uint32Array} target
 * @param {Pick<Picture, "bytes" | "signed">} picture
 * @param {number} index of the image
 * @param {Uint32Array} colours
 */
export function colour(target, { bytes, signed }, index, colours) {
  const size = target.length;
  for (let i = 0; i < size; i++) {
    const byte = bytes[index * size + i] ?? 0;
    // A signed byte -127...127 takes the places 0...254, its zero exactly the middle colour.
    target[i] = signed ? colours[Math.min(254, Math.max(0, ((byte << 24) >> 24) + 127))] : colours[byte];
  }
}
