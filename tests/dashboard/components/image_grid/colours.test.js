import assert from "node:assert/strict";
import { test } from "node:test";

import { colour, ramp } from "../../../../dashboard/components/image_grid/colours.js";

const hex = (word) => `#${[0, 8, 16].map((shift) => ((word >>> shift) & 255).toString(16).padStart(2, "0")).join("")}`;

test("a ramp begins with its first colour and ends with its last", () => {
  const [paper, ink] = [ramp(["#ffffff", "#102030"])[0], ramp(["#ffffff", "#102030"])[255]];
  assert.deepEqual([hex(paper), hex(ink)], ["#ffffff", "#102030"]);
});

test("nothing, the middle of what is for and against, has exactly the middle colour", () => {
  const colours = ramp(["#ff0000", "#f4f4f4", "#0000ff"]);
  const target = new Uint32Array(4);
  colour(target, { bytes: new Uint8Array(new Int8Array([-127, 0, 127, -128]).buffer), signed: true }, 0, colours);
  assert.deepEqual([...target].map(hex), ["#ff0000", "#f4f4f4", "#0000ff", "#ff0000"]);
});

test("pixels that did not travel are nothing", () => {
  const target = new Uint32Array(2);
  colour(target, { bytes: new Uint8Array([9, 9, 255]), signed: false }, 1, ramp(["#ffffff", "#000000"]));
  assert.deepEqual([...target].map(hex), ["#000000", "#ffffff"]);
});
