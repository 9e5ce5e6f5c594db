import assert from "node:assert/strict";
import { test } from "node:test";

import { keptPoints, mostPointsEach, pick } from "../../../../dashboard/components/live_chart/kept.js";

test("a chart of many curves has fewer points of each, and never so few that they say nothing", () => {
  assert.deepEqual([1, 10, 40, 96, 1000].map(mostPointsEach), [1000, 1000, 250, 104, 50]);
});

test("points that are drawn already stay where they are as a curve grows", () => {
  const values = Array.from({ length: 4000 }, (_, i) => Math.sin(i * i));
  const [shorter, longer] = [keptPoints(values.slice(0, 3000), 1000), keptPoints(values, 1000)];
  assert.deepEqual(longer.slice(0, 700), shorter.slice(0, 700));
});

test("what is picked is a copy, and all is picked as it is", () => {
  const values = new Float32Array([3, 1, 2]);
  assert.equal(pick(values, null), values);
  assert.deepEqual([...pick(values, [0, 2])], [3, 2]);
});
