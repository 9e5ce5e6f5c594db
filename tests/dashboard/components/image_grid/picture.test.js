import assert from "node:assert/strict";
import { test } from "node:test";

import { pictureOf, wantsOf } from "../../../../dashboard/components/image_grid/picture.js";

const caption = (words, verdict = "") => ({ caption: words, verdict, alt: words, left_out: false });
const READINGS = {
  captions: [caption("–"), caption("–")],
  alt: "none",
  note: "unread",
  scale: null,
  open_hint: "",
  live: {
    kind: "readings",
    experiment: 3,
    own: false,
    edition: "",
    first: 20,
    labels: [7, 2],
    classes: [..."0123456789"],
    right: [caption("7", "right"), caption("2", "right")],
    wrong: [caption("{digit}, is 7", "wrong"), caption("{digit}, is 2", "wrong")],
    alt: "{right} right",
    note: "{right} of 2, {share}",
    open_hint: "why",
  },
};
const WEIGHTS = { ...READINGS, live: { kind: "weights", experiment: 3, alt: "step {step}", open_hint: "see" } };
const BYTES = new Uint8Array([1]);
const read = (changes) => ({ weights: null, readings: { own: false, edition: "", first: 20, count: 2, step: 5, digits: [7, 3], share: null, ...changes } });

test("images are captioned by what is read in them, and those read rightly are counted", () => {
  const picture = pictureOf(READINGS, BYTES, read());
  assert.deepEqual(picture.captions, [caption("7", "right"), caption("3, is 2", "wrong")]);
  assert.deepEqual([picture.alt, picture.note, picture.open_hint], ["1 right", "1 of 2, –", "why"]);
  assert.equal(picture.bytes, BYTES);
});

test("of the user's own the share of all is said", () => {
  const own = { ...READINGS, live: { ...READINGS.live, own: true } };
  assert.equal(pictureOf(own, BYTES, read({ own: true, share: 0.25 })).note, "1 of 2, 25.0%");
});

test("what was read in other images, or nothing, leaves them unread", () => {
  const others = [{ first: 0 }, { own: true }, { edition: "e" }, { count: 3 }, { digits: [7] }].map(read);
  for (const feed of [null, { weights: null, readings: null }, ...others]) {
    const picture = pictureOf(READINGS, BYTES, feed);
    assert.deepEqual([picture.captions, picture.note, picture.open_hint], [READINGS.captions, "unread", ""]);
  }
});

test("weights take the place of the images, with the ends of their scale", () => {
  const all = new Int8Array([0, 0, -127, 127]);
  const picture = pictureOf(WEIGHTS, BYTES, { readings: null, weights: { step: 1200, limit: 0.314159, pixels: all.subarray(2) } });
  assert.deepEqual([...picture.bytes], [129, 127]);
  assert.deepEqual(picture.scale, { lowest: "-0.31", zero: "0", highest: "0.31" });
  assert.deepEqual([picture.alt, picture.open_hint], ["step 1,200", "see"]);
});

test("the stream is asked for what is shown", () => {
  assert.deepEqual(wantsOf(WEIGHTS.live), { weights: true });
  assert.deepEqual(wantsOf(READINGS.live), { readings: { own: false, edition: "", first: 20, count: 2 } });
});
