import assert from "node:assert/strict";
import { test } from "node:test";
import { Feed } from "../../../../dashboard/components/stream/feed.js";
import { packed, rows } from "./samples.js";

test("a feed grows by what the stream brings, run by run", () => {
  const feed = new Feed(7);
  assert.equal(feed.lastStep, -1);
  assert.deepEqual([...feed.metric("train_loss", 1)], []);
  feed.take({ serial: 1, experiment: 7, rows: rows(0, 1) });
  const before = feed.metric("validation_loss", 1);
  feed.take({ serial: 2, experiment: 7, rows: rows(2, 5) });
  assert.deepEqual([...feed.steps], [0, 1, 2, 5]);
  assert.deepEqual([...feed.seconds], [0, 0.5, 1, 2.5]);
  assert.deepEqual([...feed.metric("validation_loss", 0)], [0, 1, 2, 5]);
  assert.deepEqual([...feed.metric("validation_loss", 1)], [1000, 1001, 1002, 1005]);
  assert.deepEqual([...before], [1000, 1001]);
});

test("what is known already is not taken twice, wherever a connection broke", () => {
  const feed = new Feed(7);
  feed.take({ serial: 1, experiment: 7, rows: rows(0, 1, 2) });
  feed.take({ serial: 1, experiment: 7, rows: rows(1, 2, 3) });
  feed.take({ serial: 2, experiment: 7, rows: rows(2, 3) });
  assert.deepEqual([...feed.steps], [0, 1, 2, 3]);
  assert.deepEqual([...feed.metric("train_loss", 1)], [1000, 1001, 1002, 1003]);
});

test("thousands of records in hundreds of pieces stay in order", () => {
  const feed = new Feed(7);
  for (let step = 0; step < 3000; step += 10) {
    feed.take({ serial: step, experiment: 7, rows: rows(...Array.from({ length: 10 }, (_, i) => step + i)) });
  }
  assert.deepEqual([...feed.steps], Array.from({ length: 3000 }, (_, i) => i));
  assert.equal(feed.metric("train_accuracy", 1).at(-1), 3999);
});

test("weights arrive as signed bytes, and what is not sent stays", () => {
  const feed = new Feed(7);
  feed.take({ serial: 1, experiment: 7, weights: { step: 5, limit: 0.3, pixels: packed(Int8Array, [-127, 0, 127]) } });
  feed.take({ serial: 2, experiment: 7, gone: true });
  assert.deepEqual([...feed.weights.pixels], [-127, 0, 127]);
  assert.equal(feed.weights.limit, 0.3);
  assert.ok(feed.isGone);
});
