import assert from "node:assert/strict";
import { test } from "node:test";

import { translator } from "../../../../dashboard/components/document/words.js";

const translate = translator({
  "Drag and drop a file here": "把文件拖放到这里",
  "{size} per file": "每个文件最大 {size}",
  "1 option available.": "有 1 个选项。",
  "{count} options available.": "有 {count} 个选项。",
  "You can select {count} {options}. (Remove one?)": "最多选 {count} 项（{options}）",
});

test("a sentence becomes the other one, with what stood in it", () => {
  assert.equal(translate("Drag and drop a file here"), "把文件拖放到这里");
  assert.equal(translate("64MB per file"), "每个文件最大 64MB");
  assert.equal(translate("1 option available."), "有 1 个选项。");
  assert.equal(translate("12 options available."), "有 12 个选项。");
  assert.equal(translate("You can select 3 runs. (Remove one?)"), "最多选 3 项（runs）");
});

test("what is none of the sentences is left alone, also where one is a part of it", () => {
  for (const other of ["", "Drag and drop", "Drag and drop a file here!", "12 options available,", "把文件拖放到这里"]) {
    assert.equal(translate(other), undefined);
  }
});

test("what stood in a sentence may look like a pattern", () => {
  assert.equal(translator({ "Remove {name}": "移除 {name}" })("Remove $& {x}"), "移除 $& {x}");
});
