import assert from "node:assert/strict";
import { test } from "node:test";

import { Selection } from "../../../../dashboard/components/live_chart/selection.js";

const ALL = ["a", "b", "c"];

function hiddenAfter(...presses) {
  const selection = new Selection();
  for (const [group, kind] of presses) selection.press(group, kind, ALL);
  return [...selection.hidden].sort();
}

test("a click hides a group, and another one shows it", () => {
  assert.deepEqual(hiddenAfter(["a", "toggle"]), ["a"]);
  assert.deepEqual(hiddenAfter(["a", "toggle"], ["b", "toggle"]), ["a", "b"]);
  assert.deepEqual(hiddenAfter(["a", "toggle"], ["a", "toggle"]), []);
});

test("one shown alone hides all others, and the same again shows all", () => {
  assert.deepEqual(hiddenAfter(["a", "alone"]), ["b", "c"]);
  assert.deepEqual(hiddenAfter(["b", "toggle"], ["a", "alone"]), ["b", "c"]);
  assert.deepEqual(hiddenAfter(["a", "alone"], ["a", "alone"]), []);
  assert.deepEqual(hiddenAfter(["a", "alone"], ["b", "alone"]), ["a", "c"]);
});

test("a double click undoes what its first click did", () => {
  const double = (group) => [[group, "toggle"], [group, "again"]];
  assert.deepEqual(hiddenAfter(...double("a")), ["b", "c"]);
  assert.deepEqual(hiddenAfter(...double("a"), ...double("a")), []);
  assert.deepEqual(hiddenAfter(["a", "toggle"], ...double("a")), ["b", "c"], "a hidden one is shown alone, too");
});

test("a click stands until the server knows of it, and then the server decides", () => {
  const selection = new Selection();
  const first = selection.press("a", "toggle", ALL);
  const second = selection.press("b", "toggle", ALL);
  assert.deepEqual([first.serial, second.serial], [1, 2]);
  assert.equal(selection.acknowledge({ groups: [], serial: 0 }), false, "from before both clicks");
  assert.equal(selection.acknowledge(first), false, "the answer to the first, which the second has overtaken");
  assert.deepEqual([...selection.hidden], ["a", "b"]);
  assert.equal(selection.acknowledge(second), false, "nothing new");
  assert.equal(selection.acknowledge({ groups: ["c"], serial: 2 }), true, "the page has hidden something else since");
  assert.deepEqual([...selection.hidden], ["c"]);
});

test("the next click counts on from what the server knows", () => {
  const selection = new Selection();
  selection.acknowledge({ groups: ["c"], serial: 7 });
  assert.deepEqual(selection.press("a", "toggle", ALL), { groups: ["c", "a"], serial: 8 });
});

test("only a change of what is brought forward is one", () => {
  const selection = new Selection();
  assert.deepEqual(["a", "a", null, null].map((group) => selection.bringForward(group)), [true, false, true, false]);
});
