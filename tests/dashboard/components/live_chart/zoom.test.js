import assert from "node:assert/strict";
import { test } from "node:test";

import { Zoom } from "../../../../dashboard/components/live_chart/zoom.js";

const axis = (type, range) => ({ type, range, toPixel: Number, toValue: Number });
const DRAWN = { size: { l: 0, t: 0, w: 1, h: 1 }, xaxis: axis("linear", [1, 2]), yaxis: axis("linear", [3, 4]) };

test("a range that the user chose is kept, of that axis alone", () => {
  const zoom = new Zoom();
  assert.equal(zoom.isOn, false);
  assert.equal(zoom.range("xaxis", undefined), undefined, "of an axis whose type nobody says");
  assert.equal(zoom.heed({ "yaxis.range[0]": 3, "yaxis.range[1]": 4 }, DRAWN), true);
  assert.deepEqual([zoom.isOn, zoom.has("xaxis"), zoom.has("yaxis")], [true, false, true]);
  assert.deepEqual(zoom.range("yaxis", "linear"), [3, 4]);
  assert.equal(zoom.range("xaxis", "linear"), undefined);
});

test("a range of a linear axis means nothing on a logarithmic one, and is forgotten", () => {
  const zoom = new Zoom();
  zoom.heed({ "xaxis.range": [1, 2], "yaxis.range": [3, 4] }, DRAWN);
  assert.equal(zoom.range("yaxis", "log"), undefined);
  assert.equal(zoom.range("yaxis", "linear"), undefined);
  assert.deepEqual(zoom.range("xaxis", "linear"), [1, 2]);
});

test("an axis that follows its data again has no range", () => {
  const zoom = new Zoom();
  zoom.heed({ "xaxis.range": [1, 2] }, DRAWN);
  assert.equal(zoom.heed({ "xaxis.autorange": true }, DRAWN), true);
  assert.equal(zoom.isOn, false);
});

test("other changes are none", () => {
  const zoom = new Zoom();
  assert.equal(zoom.heed({ width: 700, dragmode: "pan" }, DRAWN), false);
  assert.equal(zoom.isOn, false);
});
