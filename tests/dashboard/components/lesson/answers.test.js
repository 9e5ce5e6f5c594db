import assert from "node:assert/strict";
import { test } from "node:test";

import { Answers } from "../../../../dashboard/components/lesson/answers.js";

const storage = (/** @type {string | null} */ content = null) => ({
  content,
  getItem: () => storageOf.content,
  setItem: (_, value) => void (storageOf.content = value),
});
let storageOf = storage();
const answers = (content = null) => new Answers((storageOf = storage(content)));

test("an answer outlives whoever asked for it", () => {
  const first = answers();
  assert.equal(first.of("softmax"), null);
  first.keep("softmax", 2);
  first.keep("loss", 0);
  const second = new Answers(storageOf);
  assert.equal(second.of("softmax"), 2);
  assert.equal(second.of("loss"), 0);
});

test("whoever heeds hears of every answer until they leave", () => {
  const kept = answers();
  let heard = 0;
  const leave = kept.heed(() => (heard += 1));
  kept.keep("softmax", 1);
  leave();
  kept.keep("softmax", 2);
  assert.equal(heard, 1);
});

for (const content of ["{", "null", "7", '"x"', '{"softmax": "2"}', '{"softmax": null}']) {
  test(`what is none of ours is no answer: ${content}`, () => {
    const kept = answers(content);
    assert.equal(kept.of("softmax"), null);
    kept.keep("softmax", 1);
    assert.equal(kept.of("softmax"), 1);
  });
}

test("a browser that keeps nothing remembers as long as the page lives", () => {
  const refuse = () => {
    throw new Error("SecurityError");
  };
  const kept = new Answers({ getItem: refuse, setItem: refuse });
  kept.keep("softmax", 1);
  assert.equal(kept.of("softmax"), 1);
});
