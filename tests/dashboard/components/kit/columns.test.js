import assert from "node:assert/strict";
import { test } from "node:test";
import { columnAt } from "../../../../dashboard/components/kit/columns.js";

test("every place on the picture belongs to a column, also beside its ends", () => {
  assert.equal(columnAt(0, 215), 0);
  assert.equal(columnAt(0.5, 215), 107);
  assert.equal(columnAt(1, 215), 214);
  assert.equal(columnAt(-0.1, 215), 0);
});
