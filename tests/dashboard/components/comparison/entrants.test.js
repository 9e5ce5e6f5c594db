import assert from "node:assert/strict";
import { test } from "node:test";

import { leader, winner } from "../../../../dashboard/components/comparison/entrants.js";

const feedOf = (...runs) => ({
  state: null,
  steps: runs[0].map((_, place) => 10 * place),
  seconds: runs[0].map((_, place) => place),
  metric: (_, position) => Float32Array.from(runs[position]),
});
const entrantsOf = (feed) => ["a", "b", "c"].map((label, position) => ({ label, positions: [position], feed }));

test("of several that are level the first leads", () => {
  const feed = feedOf([0.5, 0.4], [0.5, 0.3], [0.5, 0.3]);
  assert.equal(leader(entrantsOf(feed), "validation_loss", false)?.entrant.label, "b");
  assert.equal(leader(entrantsOf(feedOf([0.1], [0.1], [0.1])), "validation_loss", true)?.entrant.label, "a");
});

test("of several that crossed the line at one record the first was the first", () => {
  const first = winner(entrantsOf(feedOf([0.1, 0.2, 0.9], [0.1, 0.8, 0.9], [0.1, 0.85, 0.9])), 0.8);
  assert.deepEqual([first?.entrant.label, first?.finish], ["b", { step: 10, seconds: 1 }]);
});

test("0.9 in single precision is at the line of 0.9", () => {
  assert.equal(winner(entrantsOf(feedOf([0.9], [0], [0])), 0.9)?.entrant.label, "a");
});
