import assert from "node:assert/strict";
import { test } from "node:test";

import { secondsLeft, stepsPerSecond } from "../../../../dashboard/components/tiles/speed.js";

const fed = (status, points, holds = false) => ({
  state: { status, holds },
  steps: points.map(([step]) => step),
  seconds: points.map(([, seconds]) => seconds),
});

test("the speed of what is over is its average, and nothing is left", () => {
  for (const status of ["finished", "stopped", "failed"]) {
    const feed = fed(status, [[0, 0], [1000, 10], [2000, 11]]);
    assert.equal(stepsPerSecond(feed), 2000 / 11);
    assert.equal(secondsLeft(feed, 2000, 182), null);
  }
});

test("the speed of what trains is that of the last three seconds, so that a change of pace shows", () => {
  const feed = fed("running", [[0, 0], [100, 1], [1000, 10], [1300, 11], [1600, 12], [1900, 13]]);
  assert.equal(stepsPerSecond(feed), 300);
  assert.equal(secondsLeft(feed, 2200, 300), 1);
});

test("records wider apart than that have a speed all the same", () => {
  assert.equal(stepsPerSecond(fed("running", [[0, 0], [100, 10], [200, 30]])), 5);
});

test("what stands still or makes single steps has no speed, and nobody is told how long it would take", () => {
  const points = [[0, 0], [1, 0.2], [2, 0.21], [3, 0.6]];
  for (const feed of [fed("paused", points), fed("running", points, true), fed("queued", []), { ...fed("", points), state: null }]) {
    assert.equal(stepsPerSecond(feed), null);
    assert.equal(secondsLeft(feed, 2000, stepsPerSecond(feed)), null);
  }
});

test("nothing is foretold from the first moments", () => {
  assert.equal(stepsPerSecond(fed("running", [[0, 0], [1, 0.1], [2, 0.12]])), null);
});
