import assert from "node:assert/strict";
import { test } from "node:test";

import { dragged, stepped } from "../../../../dashboard/components/picture_box/boxes.js";

const BOX = [0.2, 0.3, 0.6, 0.5];
const MIDDLE = { x: 0, y: 0 };
const near = (one, other) => one.forEach((side, index) => assert.ok(Math.abs(side - other[index]) < 1e-9, `${one}`));

test("a box that is moved keeps its size and stays in the picture", () => {
  near(dragged(BOX, MIDDLE, 0.1, -0.2), [0.3, 0.1, 0.7, 0.3]);
  near(dragged(BOX, MIDDLE, 5, 5), [0.6, 0.8, 1, 1]);
  near(dragged(BOX, MIDDLE, -5, -5), [0, 0, 0.4, 0.2]);
});

test("a corner moves its two sides, never past the others or the picture's", () => {
  near(dragged(BOX, { x: -1, y: 1 }, 0.1, 0.2), [0.3, 0.3, 0.6, 0.7]);
  near(dragged(BOX, { x: 1, y: -1 }, 9, -9), [0.2, 0, 1, 0.5]);
  const [left, top, right, bottom] = dragged(BOX, { x: 1, y: 1 }, -9, -9);
  assert.ok(left < right && top < bottom);
});

test("arrow keys move, with Shift they resize, plus and minus grow and shrink, others do nothing", () => {
  near(stepped(BOX, "ArrowRight", false), [0.21, 0.3, 0.61, 0.5]);
  near(stepped(BOX, "ArrowDown", true), [0.2, 0.3, 0.6, 0.51]);
  near(stepped(BOX, "+", true), [0.19, 0.29, 0.61, 0.51]);
  near(stepped(BOX, "-", false), [0.21, 0.31, 0.59, 0.49]);
  assert.equal(stepped(BOX, "Enter", false), null);
});
