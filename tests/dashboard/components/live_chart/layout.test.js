import assert from "node:assert/strict";
import { test } from "node:test";

import { hasItsTicks, layoutOf, marginsOf, marksOf } from "../../../../dashboard/components/live_chart/layout.js";
import { Zoom } from "../../../../dashboard/components/live_chart/zoom.js";

const axis = (type, more = {}) => ({ type, title: { text: "" }, ...more });
const data = (xaxis, yaxis, shapes) => ({ traces: [], tooltip: null, layout: { xaxis, yaxis, shapes } });
const drawnAxis = (type, range) => ({ type, range, toPixel: Number, toValue: Number });
const around = (more = {}) => ({
  theme: { name: "light", scale: 1, quiet: "gray", grid: "silver" }, measure: () => 0, width: 600, height: 300,
  zoom: new Zoom(), drawn: null, ...more,
});

test("an axis follows its data unless it has a range, and the user's goes before the figure's", () => {
  const figure = data(axis("linear", { range: [0, 1] }), axis("linear"));
  const free = layoutOf(figure, around());
  assert.deepEqual([free.xaxis.range, free.xaxis.autorange, free.yaxis.autorange], [[0, 1], false, true]);
  const zoom = new Zoom();
  const drawn = { size: { l: 0, t: 0, w: 1, h: 1 }, xaxis: drawnAxis("linear", [5, 6]), yaxis: drawnAxis("linear", [7, 8]) };
  zoom.heed({ "xaxis.range": 1, "yaxis.range": 1 }, drawn);
  const zoomed = layoutOf(figure, around({ zoom }));
  assert.deepEqual([zoomed.xaxis.range, zoomed.yaxis.range, zoomed.yaxis.autorange], [[5, 6], [7, 8], false]);
});

test("a logarithmic axis that follows its data has its ticks once it has been drawn", () => {
  const figure = data(axis("linear"), axis("log"));
  const first = around();
  const layout = layoutOf(figure, first);
  const after = (range) => ({ ...first, drawn: { xaxis: drawnAxis("linear", [0, 1]), yaxis: drawnAxis("log", range) } });
  assert.ok(hasItsTicks(layout, figure, after([-1, 1])));
  assert.ok(!hasItsTicks(layout, figure, after([2, 5])));
  assert.ok(hasItsTicks(layoutOf(figure, after([2, 5])), figure, after([2, 5])));
});

test("a title of an axis takes room, and everything grows with the page's letters", () => {
  const titled = data(axis("linear", { title: { text: "step" } }), axis("linear", { title: { text: "loss" } }));
  assert.deepEqual(marginsOf(data(axis("linear"), axis("linear")), around()), { l: 46, r: 18, t: 10, b: 28 });
  assert.deepEqual(marginsOf(titled, around()), { l: 60, r: 18, t: 10, b: 46 });
  const large = around({ theme: { ...around().theme, scale: 2 } });
  assert.deepEqual(marginsOf(titled, large), { l: 120, r: 36, t: 20, b: 92 });
});

test("labels of vertical lines are the chart's own, other shapes keep theirs", () => {
  const vertical = { type: "line", x0: 5, x1: 5, label: { text: "rate x 2", textposition: "end" } };
  const level = { type: "line", x0: 0, x1: 1, label: { text: "90%", textposition: "start" } };
  const figure = data(axis("linear"), axis("linear"), [vertical, level, { type: "line", x0: 7, x1: 7 }]);
  assert.deepEqual(marksOf(figure.layout), [{ at: 5, text: "rate x 2", side: "end" }]);
  const { shapes } = layoutOf(figure, around());
  assert.deepEqual(shapes.map(({ label }) => label?.text), [undefined, "90%", undefined]);
});

test("colours are the theme's, and the figure keeps its own", () => {
  const figure = data(axis("linear", { color: { light: "#111", dark: "#eee" } }), axis("linear"));
  assert.equal(layoutOf(figure, around()).xaxis.color, "#111");
  assert.equal(figure.layout.xaxis.color.dark, "#eee");
});
