import assert from "node:assert/strict";
import { test } from "node:test";

import { placesIn, pressed } from "../../../../dashboard/components/runs_table/order.js";

const LOSS = { name: "loss", best: "lowest" };
const ACCURACY = { name: "accuracy", best: "highest" };
const ROWS = [
  { loss: 0.3, accuracy: 0.9 },
  { loss: null, accuracy: null },
  { loss: 0.1, accuracy: 0.95 },
  { loss: 0.3, accuracy: 0.8 },
];

test("the first press puts the best on top, the second turns that round, the third brings the race's order back", () => {
  const presses = (column) => {
    const [first, second] = [pressed(null, column), pressed(pressed(null, column), column)];
    return [first?.direction, second?.direction, pressed(second, column)];
  };
  assert.deepEqual(presses(LOSS), ["ascending", "descending", null]);
  assert.deepEqual(presses(ACCURACY), ["descending", "ascending", null]);
  assert.deepEqual(pressed({ column: "loss", direction: "descending" }, ACCURACY), { column: "accuracy", direction: "descending" });
});

test("rows without a number stand below, whichever way round, and equal ones in the race's order", () => {
  assert.deepEqual(placesIn(ROWS, { column: "loss", direction: "ascending" }), [2, 0, 3, 1]);
  assert.deepEqual(placesIn(ROWS, { column: "loss", direction: "descending" }), [0, 3, 2, 1]);
  assert.deepEqual(placesIn(ROWS, null), [0, 1, 2, 3]);
});
