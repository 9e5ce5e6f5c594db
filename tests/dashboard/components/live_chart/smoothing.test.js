import assert from "node:assert/strict";
import { test } from "node:test";

import { inRecords, smooth } from "../../../../dashboard/components/live_chart/smoothing.js";

// The steps that are recorded, as core does it: singly at first, then ever more widely.
const STEPS = [0];
while (STEPS.at(-1) < 2000) STEPS.push(Math.min(2000, STEPS.at(-1) + Math.max(1, Math.floor(STEPS.at(-1) / 50))));
const HALF = STEPS.filter((_, i) => i < 40 || i % 2 === 0);
const falling = (step) => 0.25 + 2.05 * (1 + step / 5) ** -0.8;

for (const [name, steps, tolerance] of [["all records", STEPS, 0.05], ["fewer", HALF, 0.06]]) {
  test(`a smoothed curve of ${name} lies on a loss that falls steeply, and is not late`, () => {
    const smoothed = smooth(steps.map(falling), inRecords(steps, 1), 0.9);
    for (const wanted of [0, 5, 20, 60, 600]) {
      const place = steps.findIndex((step) => step >= wanted);
      const truth = falling(steps[place]);
      assert.ok(Math.abs(smoothed[place] - truth) < tolerance * truth, `step ${wanted}: ${smoothed[place]} for ${truth}`);
    }
  });
}

test("noise is smoothed away", () => {
  const noisy = STEPS.map((_, i) => 1 + (i % 2 ? 0.3 : -0.3));
  const smoothed = smooth(noisy, inRecords(STEPS, 1), 0.9).slice(20, -20);
  assert.ok(Math.max(...smoothed) - Math.min(...smoothed) < 0.1);
});

test("the first and the last value stay, and so does a level curve", () => {
  const values = [3, 1, 4, 1, 5];
  const smoothed = smooth(values, inRecords([0, 1, 2, 3, 4], 1), 0.9);
  assert.equal(smoothed[0], 3);
  assert.equal(smoothed[4], 5);
  assert.deepEqual([...smooth([2, 2, 2], inRecords([0, 1, 2], 1), 0.5)], [2, 2, 2]);
});

test("a gap stays a gap", () => {
  const smoothed = smooth([3, 2, NaN, 1], inRecords([0, 1, 2, 3], 1), 0.9);
  assert.deepEqual([...smoothed].map(Number.isFinite), [true, true, false, true]);
});
