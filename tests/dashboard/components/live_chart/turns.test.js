import assert from "node:assert/strict";
import { test } from "node:test";

import { Turns } from "../../../../dashboard/components/live_chart/turns.js";

/** Turns whose frames and clock a test moves; each chart takes `cost` milliseconds to draw. */
function setUp(cost) {
  const frames = [];
  const drawn = [];
  let now = 0;
  const turns = new Turns((frame) => frames.push(frame), () => now);
  const chart = (name) => ({
    draw: () => {
      drawn.push(name);
      now += cost;
    },
  });
  const charts = ["a", "b", "c"].map(chart);
  const frame = () => {
    const [next] = frames.splice(0, 1);
    next();
    return drawn.splice(0);
  };
  return { turns, charts, frame, frames };
}

test("what takes long has a frame of its own, in the order in which it was asked for", () => {
  const { turns, charts, frame, frames } = setUp(50);
  for (const chart of charts) turns.ask(chart);
  assert.deepEqual(frame(), ["a"]);
  turns.ask(charts[0]);
  assert.deepEqual([frame(), frame(), frame(), frames.length], [["b"], ["c"], ["a"], 0]);
});

test("what is quick is drawn in one frame, once however often it was asked for", () => {
  const { turns, charts, frame, frames } = setUp(1);
  for (const chart of [...charts, ...charts]) turns.ask(chart);
  assert.equal(frames.length, 1);
  assert.deepEqual(frame(), ["a", "b", "c"]);
  assert.equal(frames.length, 0);
});

test("what has left is not drawn", () => {
  const { turns, charts, frame } = setUp(1);
  for (const chart of charts) turns.ask(chart);
  turns.leave(charts[1]);
  assert.deepEqual(frame(), ["a", "c"]);
});

test("who asks while it is drawn is drawn in the next frame", () => {
  const { turns, frame } = setUp(1);
  let times = 0;
  const eager = {
    draw: () => {
      times += 1;
      if (times < 3) turns.ask(eager);
    },
  };
  turns.ask(eager);
  frame();
  assert.equal(times, 1);
  frame();
  assert.equal(times, 2);
});
