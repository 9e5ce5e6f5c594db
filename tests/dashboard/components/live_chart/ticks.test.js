import assert from "node:assert/strict";
import { test } from "node:test";

import { logTicks } from "../../../../dashboard/components/live_chart/ticks.js";

test("an axis of steps has round ticks and a zero", () => {
  const { tickvals, ticktext } = logTicks([Math.log10(0.5), Math.log10(2040)], 10, 0.5);
  assert.deepEqual(ticktext.slice(0, 5), ["0", "1", "10", "100", "1,000"]);
  assert.deepEqual(tickvals.slice(0, 5), [0.5, 1, 10, 100, 1000]);
});

test("a tick too near to zero gives way", () => {
  assert.deepEqual(logTicks([Math.log10(0.9), 3], 10, 0.9).ticktext.slice(0, 2), ["0", "10"]);
});

const seen = ({ tickvals }, [low, high]) => tickvals.filter((value) => value >= 10 ** low && value <= 10 ** high);

test("there are as many ticks as have room", () => {
  const range = [-2, 1];
  assert.deepEqual(seen(logTicks(range, 20), range), [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]);
  assert.deepEqual(seen(logTicks(range, 8), range), [0.01, 0.03, 0.1, 0.3, 1, 3, 10]);
  assert.deepEqual(seen(logTicks(range, 5), range), [0.01, 0.1, 1, 10]);
  assert.deepEqual(seen(logTicks([0, 8], 5), [0, 8]), [1, 1e2, 1e4, 1e6, 1e8]);
});

test("decades have small ticks between them", () => {
  const { minor } = logTicks([0, 3], 4);
  assert.equal(minor.tickvals.length, 3 * 8);
  assert.ok(!minor.tickvals.includes(10));
  assert.deepEqual(logTicks([0, 3], 20).minor, {}, "numbers in between need none");
});

test("within half a decade Plotly decides", () => {
  assert.equal(logTicks([0, 0.4], 10).tickmode, "auto");
});

test("very small and very large values are written as powers of ten", () => {
  assert.deepEqual(logTicks([-4, -2], 3).ticktext.slice(0, 3), ["1e-4", "0.001", "0.01"]);
  assert.ok(logTicks([6, 8], 3).ticktext.includes("1e7"));
});
