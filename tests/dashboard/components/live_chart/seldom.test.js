import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Seldom } from "../../../../dashboard/components/live_chart/seldom.js";

/** What is done once a second at most, on a clock that the test moves. */
function setUp(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const work = mock.fn();
  const pass = (milliseconds) => {
    now += milliseconds;
    context.mock.timers.tick(milliseconds);
  };
  return { seldom: new Seldom(1000, work), times: () => work.mock.callCount(), pass };
}

test("the first is done at once, what follows once the pause is over, however often it was asked for", (context) => {
  const { seldom, times, pass } = setUp(context);
  seldom.ask();
  assert.equal(times(), 1);
  for (let i = 0; i < 9; i += 1) {
    pass(100);
    seldom.ask();
  }
  assert.equal(times(), 1);
  pass(100);
  assert.equal(times(), 2);
  pass(5000);
  assert.equal(times(), 2, "nobody has asked again");
});

test("what has left is not done any more", (context) => {
  const { seldom, times, pass } = setUp(context);
  seldom.ask();
  seldom.ask();
  seldom.leave();
  pass(2000);
  assert.equal(times(), 1);
});
