import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { connection } from "../../../../dashboard/components/stream/connection.js";
import { Live } from "../../../../dashboard/components/stream/live.js";

/** @type {(() => void)[]} what waits for the next animation frame */
let frames = [];
let drawn = 0;
const listeners = [];

globalThis.location = { href: "http://localhost/" };
globalThis.requestAnimationFrame = (draw) => frames.push(draw);
globalThis.cancelAnimationFrame = (number) => (frames[number - 1] = () => {});
connection().listen = (id, listener, wants) => {
  const mine = { id, listener, wants };
  listeners.push(mine);
  return () => listeners.splice(listeners.indexOf(mine), 1);
};
const news = () => listeners.forEach(({ listener }) => listener());
const frame = () => frames.splice(0).forEach((draw) => draw());

beforeEach(() => {
  listeners.length = 0;
  frames = [];
  drawn = 0;
});

test("whatever comes between two frames is drawn once", () => {
  const live = new Live(() => (drawn += 1));
  live.listen([{ id: 1 }, { id: 2 }]);
  news();
  news();
  assert.equal(drawn, 0);
  frame();
  assert.equal(drawn, 1);
  frame();
  assert.equal(drawn, 1);
});

test("what is drawn at once is not drawn again for news from before", () => {
  const live = new Live(() => (drawn += 1));
  live.listen([{ id: 1 }]);
  news();
  live.drawNow();
  frame();
  assert.equal(drawn, 1);
});

test("with a pause the newest news are drawn once it is over", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const live = new Live(() => (drawn += 1), 250);
  live.listen([{ id: 1 }]);
  live.drawNow();
  news();
  frame();
  assert.equal(drawn, 1);
  context.mock.method(performance, "now", () => Number.MAX_SAFE_INTEGER);
  context.mock.timers.tick(250);
  frame();
  assert.equal(drawn, 2);
});

test("an experiment that is still watched as before is not asked for anew", () => {
  const live = new Live(() => {});
  live.listen([{ id: 1 }, { id: 2, wants: { weights: true } }]);
  const [first] = listeners;
  live.listen([{ id: 1 }, { id: 2 }]);
  assert.equal(listeners[0], first);
  assert.deepEqual(listeners.map(({ id, wants }) => [id, wants]), [[1, undefined], [2, undefined]]);
});

test("what has left listens no more, and draws no more", () => {
  const live = new Live(() => (drawn += 1));
  live.listen([{ id: 1 }]);
  news();
  live.leave();
  frame();
  assert.deepEqual([drawn, listeners.length], [0, 0]);
});
