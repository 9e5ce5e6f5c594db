import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, pixelAt, placeOf } from "../../../../dashboard/components/kit/image.js";

test("a place on the image is the pixel that lies there", () => {
  assert.equal(pixelAt(0, 0), 0);
  assert.equal(pixelAt(0.999, 0), 27);
  assert.equal(pixelAt(0.5, 0.5), 14 * 28 + 14);
  assert.equal(pixelAt(1, 1.2), 783);
  assert.equal(pixelAt(-0.1, 0), 0);
});

test("every pixel's middle lies on it", () => {
  for (let pixel = 0; pixel < 784; pixel++) {
    const { row, column } = placeOf(pixel);
    assert.equal(pixelAt((column + 0.5) / 28, (row + 0.5) / 28), pixel);
  }
});

test("arrow keys go to the neighbour and not beyond the rim", () => {
  assert.equal(moved(30, "ArrowUp"), 2);
  assert.equal(moved(30, "ArrowDown"), 58);
  assert.equal(moved(30, "ArrowLeft"), 29);
  assert.equal(moved(27, "ArrowRight"), 27);
  assert.equal(moved(0, "ArrowUp"), 0);
  assert.equal(moved(0, "a"), null);
});
