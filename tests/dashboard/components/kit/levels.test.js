import assert from "node:assert/strict";
import { test } from "node:test";

import { levelLine } from "../../../../dashboard/components/kit/levels.js";

const grid = (size, f) => Array.from({ length: size * size }, (_, i) => f(i % size, Math.floor(i / size)));

test("the level line of a plane is straight, where the plane has that height", () => {
  const pieces = levelLine(grid(6, (x, y) => x + 2 * y), 6, 5.5);
  assert.ok(pieces.length > 3);
  for (const [x, y] of pieces.flat()) assert.ok(Math.abs(x + 2 * y - 5.5) < 1e-9);
});

test("the level line of a bowl is a circle, closed and of its length", () => {
  const pieces = levelLine(grid(41, (x, y) => Math.hypot(x - 20, y - 20)), 41, 15.3);
  const length = pieces.reduce((sum, [[a, b], [c, d]]) => sum + Math.hypot(a - c, b - d), 0);
  assert.ok(Math.abs(length - 2 * Math.PI * 15.3) < 0.5);
  const ends = new Map();
  for (const point of pieces.flat()) {
    const key = point.map((each) => each.toFixed(6)).join();
    ends.set(key, (ends.get(key) ?? 0) + 1);
  }
  assert.ok([...ends.values()].every((count) => count === 2));
});

test("where the function is not finite there is no line", () => {
  assert.deepEqual(levelLine([0, Infinity, 1, NaN], 2, 0.5), []);
  assert.deepEqual(levelLine([0, 0, 0, 0], 2, 0.5), []);
});

test("at a saddle lines do not cross", () => {
  const [[a, b], [c, d]] = levelLine([1, 0, 0, 1], 2, 0.4);
  assert.deepEqual([a, b, c, d].map(([x, y]) => [x, y].map((each) => each.toFixed(1))), [
    ["0.6", "0.0"],
    ["1.0", "0.4"],
    ["0.4", "1.0"],
    ["0.0", "0.6"],
  ]);
});
