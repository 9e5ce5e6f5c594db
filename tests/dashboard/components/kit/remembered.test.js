import assert from "node:assert/strict";
import { test } from "node:test";

import { Remembered } from "../../../../dashboard/components/kit/remembered.js";

const storage = (content = null) => {
  const kept = { content, getItem: () => kept.content, setItem: (_, value) => void (kept.content = value) };
  return kept;
};
const number = (found) => (Number.isInteger(found) ? found : null);

test("what was put is there for whoever asks later", () => {
  const kept = storage();
  assert.equal(new Remembered("age", number, kept).get(), null);
  new Remembered("age", number, kept).put(7);
  assert.equal(new Remembered("age", number, kept).get(), 7);
});

for (const content of ["{", "null", '"x"', "[]", "7.5"]) {
  test(`what is none of ours is nothing: ${content}`, () => {
    assert.equal(new Remembered("age", number, storage(content)).get(), null);
  });
}

test("a browser that keeps nothing remembers as long as the page lives", () => {
  const refuse = () => {
    throw new Error("SecurityError");
  };
  const age = new Remembered("age", number, { getItem: refuse, setItem: refuse });
  age.put(7);
  assert.equal(age.get(), 7);
});
