import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowPath } from "../../../../dashboard/components/kit/fan.js";

test("an arrow upwards goes up on the screen, with a head of two strokes that lead back", () => {
  assert.equal(arrowPath([0, 1]), "M0 0L0 -100M0 -100L4 -92M0 -100L-4 -92");
});

test("an arrow to the right lies flat", () => {
  assert.equal(arrowPath([1, 0]), "M0 0L100 0M100 0L92 4M100 0L92 -4");
});
