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

test("the page hears of a click what is hidden, and decides once it has heard", () => {
  const selection = new Selection();
  selection.press("b", "toggle", ALL);
  assert.deepEqual(selection.press("a", "toggle", ALL), { value: ["a", "b"], serial: 2 });
  assert.equal(selection.acknowledge({ value: [], serial: 1 }), false);
  assert.deepEqual([...selection.hidden].sort(), ["a", "b"]);
  assert.equal(selection.acknowledge({ value: ["c"], serial: 2 }), true);
  assert.deepEqual([...selection.hidden], ["c"]);
});

test("only a change of what is brought forward is one", () => {
  const selection = new Selection();
  assert.deepEqual(["a", "a", null, null].map((group) => selection.bringForward(group)), [true, false, true, false]);
});

test("all at once are shown or, where none is hidden, hidden", () => {
  const selection = new Selection();
  selection.press("b", "toggle", ALL);
  assert.deepEqual(selection.pressAll([...ALL, "a"]), { value: [], serial: 2 });
  assert.deepEqual(selection.pressAll([...ALL, "a"]), { value: ["a", "b", "c"], serial: 3 });
});
