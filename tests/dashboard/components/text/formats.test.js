import assert from "node:assert/strict";
import { test } from "node:test";

import { filled } from "../../../../dashboard/components/text/formats.js";

test("a sentence is filled by name, whatever the words are", () => {
  assert.equal(filled("of {steps} · {steps}, {rate}", { steps: "$&", rate: "{x}" }), "of $& · $&, {x}");
});

test("a placeholder without a word stays", () => {
  assert.equal(filled("at {step}", {}), "at {step}");
});
