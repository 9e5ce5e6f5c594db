import assert from "node:assert/strict";
import { test } from "node:test";

import { done } from "../../../../dashboard/components/certificate/done.js";

const STEPS = [
  { number: 1, name: "read", right: 0 },
  { number: 2, name: "scaling", right: 2 },
  { number: 3, name: "initial", right: 1 },
];
const found = (/** @type {Record<string, number>} */ answers) => done(STEPS, (name) => answers[name] ?? null);

test("before the first answer nothing is done, and the first step comes next", () => {
  assert.deepEqual(found({}), { states: ["open", "open", "open"], done: 0, right: 0, next: 1 });
});

test("an answer makes a step done, whether it is right or not", () => {
  assert.deepEqual(found({ read: 0, initial: 0 }), { states: ["right", "open", "wrong"], done: 2, right: 1, next: 2 });
});

test("once all is done nothing comes next", () => {
  assert.deepEqual(found({ read: 0, scaling: 2, initial: 1, other: 3 }), {
    states: ["right", "right", "right"],
    done: 3,
    right: 3,
    next: null,
  });
});
