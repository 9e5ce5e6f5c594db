import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { drawn } from "../../../../dashboard/components/mounting/loading.js";

const URL_OF_CHART = "http://host/lab/assets/modules-1/chart.js";
let notice = null;
const element = {
  isConnected: true,
  querySelector: () => notice,
  querySelectorAll: () => [],
  append: (said) => (notice = { ...said, remove: () => (notice = null) }),
};
/** @type {{ url: string, arrive: (module: object) => void, fail: () => void }[]} */
let asked = [];
const load = (url) =>
  new Promise((resolve, reject) => asked.push({ url, arrive: resolve, fail: () => reject(new Error("cut")) }));
const settled = () => new Promise((resolve) => setImmediate(resolve));
const part = (className) => ({ className, setAttribute() {}, append() {} });

beforeEach(() => {
  asked = [];
  notice = null;
  globalThis.window = {};
  globalThis.location = { href: "http://host/lab/compare?lang=zh" };
  globalThis.document = { documentElement: { dataset: {} }, createElement: part };
});

const chart = () => {
  const seen = [];
  const module = { show: ({ data }) => seen.push(data), leave: () => seen.push("left") };
  const tell = (data, version = 1) =>
    drawn({ parentElement: element, data }, `assets/modules-${version}/chart.js`, load);
  return { seen, module, tell };
};

test("what an element shows in the end is what it was told last, in whatever order modules arrive", async () => {
  const { seen, module, tell } = chart();
  for (const told of ["first", "second", "third"]) tell(told);
  for (const each of asked.toReversed()) {
    each.arrive(module);
    await settled();
  }
  assert.equal(seen.at(-1), "third");
  assert.deepEqual(seen, ["first", "second", "third"]);
});

test("a module is asked for below the page's host, once for all elements and runs", async () => {
  const { module, tell } = chart();
  tell("first");
  asked[0].arrive(module);
  await settled();
  tell("second");
  assert.deepEqual(asked.map(({ url }) => url), [URL_OF_CHART]);
});

test("an element that leaves before its module is there is told so afterwards", async () => {
  const { seen, module, tell } = chart();
  tell("first")();
  asked[0].arrive(module);
  await settled();
  assert.deepEqual(seen, ["first", "left"]);
});

test("what did not load is said, until a newer version of it has loaded", async () => {
  const { seen, module, tell } = chart();
  const leave = tell("first");
  asked[0].fail();
  await settled();
  assert.equal(notice?.className, "not-loaded");
  await leave();
  tell("second", 2);
  asked[1].arrive(module);
  await settled();
  assert.deepEqual([seen, notice], [["second"], null]);
});
