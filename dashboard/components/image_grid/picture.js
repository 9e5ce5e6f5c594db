// What is to be drawn: what the page sent, and what the stream has brought since.
import { filled, number, percent } from "../text/formats.js";

/** @import { Asked, Readings, Wants, Weights } from "../stream/types.d.ts" */
/** @import { Caption, LiveReadings, LiveWeights, Picture, Sent } from "./types.d.ts" */

/** @typedef {{ weights: Weights | null, readings: Readings | null }} Learnt what is asked of a feed here */

/**
 * What is wanted of the experiment besides its state.
 * @param {LiveWeights | LiveReadings} live
 * @returns {Wants}
 */
export function wantsOf(live) {
  return live.kind === "weights" ? { weights: true } : { readings: askedBy(live) };
}

/**
 * @param {Sent} sent
 * @param {Uint8Array} bytes its pixels
 * @param {Learnt | null} feed
 * @returns {Picture}
 */
export function pictureOf(sent, bytes, feed) {
  const { live } = sent;
  const asSent = { ...sent, bytes };
  if (live?.kind === "weights" && feed?.weights) return withWeights(asSent, live, feed.weights);
  if (live?.kind === "readings" && feed?.readings && isAnswer(feed.readings, askedBy(live))) {
    return withReadings(asSent, live, feed.readings);
  }
  return asSent;
}

/**
 * @param {Picture} picture
 * @param {LiveWeights} live
 * @param {Weights} weights
 * @returns {Picture}
 */
function withWeights(picture, { alt, open_hint }, { pixels, limit, step }) {
  return {
    ...picture,
    bytes: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length),
    alt: filled(alt, { step: number(step) }),
    scale: { lowest: number(-limit, 2), zero: "0", highest: number(limit, 2) },
    open_hint,
  };
}

/**
 * @param {Picture} picture
 * @param {LiveReadings} live
 * @param {Readings} readings
 * @returns {Picture}
 */
function withReadings(picture, { labels, classes, right, wrong, alt, note, open_hint }, { digits, share }) {
  const count = labels.filter((label, index) => digits[index] === label).length;
  const words = { right: String(count), share: percent(share) };
  const captions = labels.map((label, index) =>
    digits[index] === label ? right[index] : readAs(wrong[index], classes[digits[index]] ?? ""),
  );
  return { ...picture, captions, alt: filled(alt, words), note: filled(note, words), open_hint };
}

/**
 * @param {Caption} caption
 * @param {string} name of the class that is read
 */
function readAs(caption, name) {
  const words = { digit: name };
  return { ...caption, caption: filled(caption.caption, words), alt: filled(caption.alt, words) };
}

/**
 * @param {LiveReadings} live
 * @returns {Asked}
 */
function askedBy({ own, edition, first, labels }) {
  return { own, edition, first, count: labels.length };
}

/**
 * @param {Readings} readings
 * @param {Asked} asked
 */
function isAnswer({ own, edition, first, count, digits }, asked) {
  const isOfThese = own === asked.own && edition === asked.edition;
  return isOfThese && first === asked.first && count === asked.count && digits.length === count;
}
