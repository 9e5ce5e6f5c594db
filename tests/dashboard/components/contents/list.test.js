import assert from "node:assert/strict";
import { test } from "node:test";

import { firstOpen } from "../../../../dashboard/components/contents/list.js";

const ENTRIES = [
  { number: 4, name: "batches" },
  { number: 5, name: "softmax" },
  { number: 6, name: "loss" },
];

test("the first step that is not done is where one goes on", () => {
  assert.equal(firstOpen(ENTRIES, () => false), 4);
  assert.equal(firstOpen(ENTRIES, (name) => name === "batches"), 5);
  assert.equal(firstOpen(ENTRIES, (name) => name !== "loss"), 6);
});

test("when all is done one begins anew", () => {
  assert.equal(firstOpen(ENTRIES, () => true), 4);
});
