import assert from "node:assert/strict";
import { test } from "node:test";

import { signedBytes } from "../../../../dashboard/components/kit/strip.js";

test("a column's numbers become signed bytes, with zero in the middle", () => {
  const signed = (/** @type {Uint8Array} */ bytes) => [...new Int8Array(bytes.buffer)];
  const values = [-2, 9, 0, 9, 1, 9, 4, 9];
  assert.deepEqual(signed(signedBytes(values, { count: 2, place: 0, most: 2 })), [-127, 0, 64, 127]);
  assert.deepEqual(signed(signedBytes([0, 0], { count: 1, place: 0, most: 0 })), [0, 0]);
});
