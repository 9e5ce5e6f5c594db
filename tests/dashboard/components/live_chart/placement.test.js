import assert from "node:assert/strict";
import { test } from "node:test";

import { needsLeader, pixelsOf, placed, roomForNames } from "../../../../dashboard/components/live_chart/placement.js";

const THEME = { scale: 1, quiet: "gray" };
const measure = (text) => 6 * text.length;
const curve = (name, x, y, more = {}) => ({ name, group: name, x, y, line: { color: "red" }, label: name, ...more });

// A plotting area of 100 x 100 pixels at (10, 20), in which values are pixels, upwards.
function ends(curves, more = {}) {
  const size = { l: 10, t: 20, w: 100, h: 100 };
  const scene = { curves, marks: [], theme: THEME, size, width: 400, measure, zoomed: false };
  return placed({ ...scene, x: (value) => value, y: (value) => 100 - value, ...more }, null, new Map()).ends;
}

test("a name stands beside the last point that has a value", () => {
  const [{ tip, middle, left }] = ends([curve("a", [0, 50, 90], [1, 30, NaN])]);
  assert.deepEqual(tip, [60, 90]);
  assert.equal(middle, 90);
  assert.equal(left, 67);
});

test("a curve that leaves a zoomed chart to the right is named where it leaves it", () => {
  const [{ tip }] = ends([curve("a", [0, 80, 120], [0, 40, 80])]);
  assert.deepEqual(tip, [110, 60]);
});

test("a zoomed chart names no curve that ends above or below it, another one puts the name at its edge", () => {
  const above = [curve("a", [0, 50], [0, 500])];
  assert.deepEqual(ends(above, { zoomed: true }), []);
  assert.deepEqual(ends(above)[0].tip, [60, 20]);
});

test("the name of a noisy curve stands at its mean height, and a leader leads there", () => {
  const noisy = curve("a", [60, 70, 80, 90, 100], [0, 40, 60, 40, 60], { noisy: true });
  const [end] = ends([noisy]);
  assert.deepEqual(end.tip, [110, 60]);
  assert.ok(Math.abs(end.middle - (20 + 100 - 160 / 3)) < 1e-9);
  assert.ok(needsLeader(end));
  assert.ok(!needsLeader(ends([curve("a", [0, 100], [50, 50])])[0]));
});

test("a hidden name and an empty curve have no label", () => {
  assert.deepEqual(ends([curve("a", [1], [1], { label: false }), curve("b", [], [])]), []);
});

test("a name too wide for the chart is broken near its middle", () => {
  assert.deepEqual(ends([curve("learning rate 0.1", [1], [1])])[0].lines, ["learning", "rate 0.1"]);
  assert.deepEqual(ends([curve("validation", [1], [1])])[0].lines, ["validation"]);
});

test("the room for names is that of the widest one, hidden or not", () => {
  const data = (...names) => ({ traces: names.map((name) => ({ name })), tooltip: { names_ends: true } });
  assert.equal(roomForNames(data("a", "batch"), THEME, 400, measure), 30 + 14);
  assert.equal(roomForNames(data(), THEME, 400, measure), 18);
  assert.equal(roomForNames({ ...data("batch"), tooltip: null }, THEME, 400, measure), 18, "no names at ends");
});

test("lines outside the plotting area have no label", () => {
  const marks = [-5, 50, 500].map((at) => ({ at, text: `${at}`, side: "end" }));
  const scene = { curves: [], marks, theme: THEME, size: { l: 10, t: 20, w: 100, h: 100 }, width: 400, measure };
  const { marks: found } = placed({ ...scene, x: (value) => value, y: (value) => value }, null, new Map());
  assert.deepEqual(found.map(({ text, x }) => [text, x]), [["50", 60]]);
});

test("values become pixels along linear and logarithmic axes", () => {
  assert.equal(pixelsOf({ type: "linear", range: [2, 4] }, 100)(3), 50);
  assert.equal(pixelsOf({ type: "log", range: [0, 4] }, 100)(100), 50);
});
