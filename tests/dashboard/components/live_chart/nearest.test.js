import assert from "node:assert/strict";
import { test } from "node:test";

import {
  distance, nearestCurve, nearestX, rowsAt, saidAt, valueAt,
} from "../../../../dashboard/components/live_chart/nearest.js";

const AXIS = { type: "linear", range: [0, 100], toPixel: (value) => value, toValue: (pixel) => pixel };
const at = (px, py) => ({ px, py, xaxis: AXIS, yaxis: AXIS });
const curve = (group, x, y, more = {}) => ({ group, name: group, x, y, line: { color: "red" }, label: group, ...more });
const groups = (rows) => rows.map(({ group, values }) => [group, ...values]);

test("the nearest step is one that some curve has", () => {
  const curves = [curve("a", [0, 10, 20], [1, 1, 1]), curve("b", [0, 13], [1, 1])];
  assert.deepEqual([-5, 4, 12, 17, 500].map((px) => nearestX(curves, at(px, 0))), [0, 0, 13, 20, 20]);
  assert.equal(nearestX([curve("a", [], [])], at(5, 5)), null);
});

test("a curve has no value before it begins and after it has ended", () => {
  const { x, y } = curve("a", [10, 20, 30], [1, 2, 3]);
  assert.deepEqual([9, 10, 14, 16, 30, 31].map((step) => valueAt({ x, y }, step)), [undefined, 1, 1, 2, 3, undefined]);
});

test("rows are sorted by value, with all curves of a group in one", () => {
  const rows = rowsAt(
    [curve("low", [0, 10], [1, 1]), curve("high", [0, 10], [1, 9]), curve("low", [0, 10], [0, 2])], 10,
  );
  assert.deepEqual(groups(rows), [["high", 9], ["low", 1, 2]]);
});

test("what has diverged comes first, a gap last", () => {
  const curves = [
    curve("gap", [0, 10], [1, NaN]), curve("good", [0, 10], [1, 5]), curve("diverged", [0, 10], [1, NaN]),
    curve("diverged", [5], [1], { says: "diverged at step 5" }),
  ];
  assert.deepEqual(groups(rowsAt(curves, 10)), [["diverged", NaN], ["good", 5], ["gap", NaN]]);
  assert.deepEqual(rowsAt(curves, 10).map(({ diverged }) => diverged), [true, false, false]);
  assert.ok(rowsAt(curves, 0).every(({ diverged }) => !diverged), "not before");
});

test("the nearest curve is the one whose line passes nearest, if within reach", () => {
  const curves = [curve("flat", [0, 100], [50, 50]), curve("steep", [0, 100], [0, 100])];
  assert.equal(nearestCurve(curves, at(10, 45)).group, "flat");
  assert.equal(nearestCurve(curves, at(80, 78)).group, "steep");
  assert.equal(nearestCurve(curves, at(10, 95)), null);
});

test("a gap is not bridged", () => {
  assert.equal(nearestCurve([curve("a", [0, 50, 100], [50, NaN, 50])], at(50, 50)), null);
});

test("the distance to a line is that to its nearest point, by search along it", () => {
  for (const [from, to] of [[[3, 4], [3, 4]], [[-5, 2], [7, 2]], [[1, 1], [9, 9]], [[-4, -7], [2, 11]]]) {
    const along = Array.from({ length: 10001 }, (_, i) => i / 10000);
    const lengths = along.map((t) => Math.hypot(from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])));
    assert.ok(Math.abs(distance(from, to) - Math.min(...lengths)) < 1e-3);
  }
});

test("marks and lines near the pointer speak, of many lines the latest", () => {
  const mark = curve("a", [50], [50], { says: "diverged" });
  const lines = [46, 47, 48, 49, 50, 90].map((x) => ({ at: x, text: `line ${x}`, side: "end" }));
  assert.deepEqual(saidAt([mark], lines, at(50, 50)), ["diverged", "line 47", "line 48", "line 49", "line 50"]);
  assert.deepEqual(saidAt([mark], lines, at(50, 80)).length, 4, "the line is as long as the chart, the mark is not");
  assert.deepEqual(saidAt([mark], lines, at(20, 20)), []);
});
