import assert from "node:assert/strict";
import { test } from "node:test";

import { Agreed } from "../../../../dashboard/components/live_chart/agreed.js";

test("a change stands until the page knows of it, and then the page decides", () => {
  const view = new Agreed({ log_x: false });
  const first = view.change({ log_x: true });
  const second = view.change({ log_x: false });
  assert.deepEqual([first.serial, second.serial], [1, 2]);
  assert.equal(view.acknowledge({ value: { log_x: true }, serial: 0 }), false, "from before both changes");
  assert.equal(view.acknowledge(first), false, "the answer to the first, which the second has overtaken");
  assert.deepEqual(view.value, { log_x: false });
  assert.equal(view.acknowledge(second), false, "nothing new");
  assert.equal(view.acknowledge({ value: { log_x: true }, serial: 2 }), true, "the page has chosen something else since");
  assert.deepEqual(view.value, { log_x: true });
});

test("the next change counts on from what the page knows", () => {
  const view = new Agreed(["c"]);
  view.acknowledge({ value: ["c"], serial: 7 });
  assert.deepEqual(view.change(["a"]), { value: ["a"], serial: 8 });
});
