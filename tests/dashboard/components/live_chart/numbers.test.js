import assert from "node:assert/strict";
import { test } from "node:test";

import { formatted } from "../../../../dashboard/components/live_chart/numbers.js";

for (const [value, format, text] of [
  [0.1234, ".3f", "0.123"],
  [12.345, ".3f", "12.3"],
  [1234.5, ".3f", "1,234.5"],
  [123456, ".3f", "1.2e5"],
  [1e20, ".3f", "1e20"],
  [0.5, ".0f", "1"],
  [20000, ",.0f", "2e4"],
  [1234.5678, ",.2f", "1,234.57"],
  [1234.4, ",d", "1,234"],
  [0.9, ".1%", "90.0%"],
  [0.9, ".0%", "90%"],
  [0.99999, ".1%", "99.9%"],
  [1, ".1%", "100.0%"],
  [0.00001, ".1%", "<0.1%"],
  [0, ".1%", "0.0%"],
  [0.123456, "", "0.123"],
  [NaN, ".3f", "–"],
  [Infinity, ",d", "–"],
]) {
  test(`${value} as "${format}" is ${text}`, () => assert.equal(formatted(value, format), text));
}
