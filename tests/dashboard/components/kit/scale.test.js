import assert from "node:assert/strict";
import { test } from "node:test";

import { scale, ticks } from "../../../../dashboard/components/kit/scale.js";

const axis = (lowest, highest, log = false) => ({ lowest, highest, log, label: "" });

test("a place leads back to the number that stands there", () => {
  for (const each of [axis(-3, 5), axis(0.001, 100, true)]) {
    const { at, back } = scale(each, 300, 20);
    assert.equal(at(each.lowest), 300);
    assert.equal(at(each.highest), 20);
    for (const value of [0.01, 0.5, 3]) assert.ok(Math.abs(back(at(value)) - value) < 1e-9);
  }
});

test("ticks are round numbers on the axis", () => {
  assert.deepEqual(ticks(axis(0, 1), 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(axis(-3, 5), 4), [-2, 0, 2, 4]);
  assert.deepEqual(ticks(axis(0, 0.3), 3), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(ticks(axis(0, 2000), 4), [0, 500, 1000, 1500, 2000]);
});

test("a logarithmic axis has powers of ten, and no more of them than there is room for", () => {
  assert.deepEqual(ticks(axis(0.001, 100, true), 8), [0.001, 0.01, 0.1, 1, 10, 100]);
  assert.deepEqual(ticks(axis(0.001, 100, true), 3), [0.001, 0.1, 10]);
});
