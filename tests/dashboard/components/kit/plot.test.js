import assert from "node:assert/strict";
import { test } from "node:test";

import { numbers } from "../../../../dashboard/components/kit/numbers.js";
import { picture, places } from "../../../../dashboard/components/kit/picture.js";
import { stepped, within } from "../../../../dashboard/components/kit/plot.js";

const AXES = { x: { lowest: 0, highest: 10, label: "Step" }, y: { lowest: 0, highest: 4, label: "a < b" } };
const SIZE = { width: 266, height: 152 }; // 200 by 100 to draw on

test("marks stand where their numbers are", () => {
  const drawn = picture(AXES, { points: [{ at: [5, 1], colour: "red", label: "here" }] }, SIZE);
  assert.match(drawn, /<circle class="kit-plot__point" cx="152" cy="85" r="4" fill="red"\/>/);
  assert.match(drawn, />here<\/text>/);
  const { x, y } = places(AXES, SIZE);
  assert.deepEqual([x.at(5), y.at(1)], [152, 85]);
});

test("a line leaves out what is no number, an area goes down to its base", () => {
  const drawn = picture(
    AXES,
    { lines: [{ points: [[0, 0], [5, NaN], [10, 4]], colour: "blue" }], areas: [{ points: [[0, 4], [10, 4]], colour: "red" }] },
    SIZE,
  );
  assert.match(drawn, /class="kit-plot__line" d="M52 110L252 10"/);
  assert.match(drawn, /class="kit-plot__area" d="M52 10L252 10L252 110L52 110Z"/);
});

test("an area may lie between two lines", () => {
  const drawn = picture(AXES, { areas: [{ points: [[0, 4], [10, 4]], base: [[0, 2], [10, 0]], colour: "red" }] }, SIZE);
  assert.match(drawn, /class="kit-plot__area" d="M52 10L252 10L252 110L52 60Z"/);
});

test("nothing at all is a plot with its axes, and words are no markup", () => {
  const drawn = picture(AXES, {}, SIZE);
  assert.match(drawn, />Step<\/text>/);
  assert.match(drawn, /a &#60; b/);
  assert.doesNotMatch(drawn, /NaN|undefined/);
});

test("arrow keys move a handle by its step, and it stays on the plot and on its axis", () => {
  assert.deepEqual(stepped([5, 1], "ArrowRight", [0.5, 1]), [5.5, 1]);
  assert.deepEqual(stepped([5, 1], "ArrowDown", [0.5, 0.1], true), [5, 0]);
  assert.equal(stepped([5, 1], "Enter", [1, 1]), null);
  assert.deepEqual(within(AXES, "both", [5, 1], [12, -3]), [10, 0]);
  assert.deepEqual(within(AXES, "x", [5, 1], [7, 3]), [7, 1]);
  assert.deepEqual(within(AXES, "y", [5, 1], [7, 3]), [5, 3]);
});

test("arrays come as they were sent", () => {
  assert.deepEqual([...numbers({ dtype: "f4", bdata: btoa(String.fromCharCode(0, 0, 128, 63)) })], [1]);
  assert.deepEqual([...numbers({ dtype: "i1", bdata: btoa(String.fromCharCode(255, 1)) })], [-1, 1]);
});
