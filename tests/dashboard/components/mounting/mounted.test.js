import assert from "node:assert/strict";
import { test } from "node:test";

import { mounted } from "../../../../dashboard/components/mounting/mounted.js";

const noted = () => {
  const seen = [];
  const make = () => {
    seen.push("made");
    return { show: (data) => seen.push(data), leave: () => seen.push("left") };
  };
  return { seen, ...mounted(make) };
};

test("one element has one part, which sees every run of the page", () => {
  const { seen, show } = noted();
  const parentElement = { isConnected: true };
  show({ parentElement, data: ["first"] });
  show({ parentElement, data: ["second"] });
  show({ parentElement: { isConnected: true }, data: ["other"] });
  assert.deepEqual(seen, ["made", "first", "second", "made", "other"]);
});

test("a part leaves when its element has left the page, and not when a run was overtaken", () => {
  const { seen, show, leave } = noted();
  const parentElement = { isConnected: true };
  show({ parentElement, data: ["first"] });
  leave({ parentElement });
  assert.deepEqual(seen, ["made", "first"]);
  parentElement.isConnected = false;
  leave({ parentElement });
  leave({ parentElement });
  assert.deepEqual(seen, ["made", "first", "left"]);
});

test("what has left while its script was being loaded is not made", () => {
  const { seen, show } = noted();
  show({ parentElement: { isConnected: false }, data: ["first"] });
  assert.deepEqual(seen, []);
});
