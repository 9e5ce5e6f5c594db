import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SCRIPT = readFileSync(new URL("../../../dashboard/static/history.js", import.meta.url), "utf8");

/** A browser with one entry in its history, and the script run in it. */
function opened(path) {
  const entries = [new URL(path, "http://lab").href];
  const heard = {};
  const browser = {
    URL,
    addEventListener: (name, listener) => (heard[name] = listener),
    get location() {
      return new URL(entries.at(-1));
    },
    history: {
      pushState: (_, __, url) => entries.push(new URL(url, entries.at(-1)).href),
      replaceState: (_, __, url) => entries.splice(-1, 1, new URL(url, entries.at(-1)).href),
    },
  };
  runInNewContext(SCRIPT, browser);
  const { history } = browser;
  return {
    push: (url) => history.pushState({}, "", url),
    replace: (url) => history.replaceState({}, "", url),
    back: () => {
      entries.pop();
      heard.popstate();
    },
    press: () => heard.pointerdown(),
    entries: () => entries.map((entry) => entry.replace("http://lab", "")),
  };
}

test("a toggle's change follows along, and an experiment opened is a step", () => {
  const { push, entries } = opened("/compare");
  push("/compare?history=compare&log_x=1");
  push("/compare?log_x=1&log_y=0");
  push("/compare?history=compare.step&experiment=7&log_x=1");
  push("/compare?history=compare&experiment=7&log_x=1");
  assert.deepEqual(entries(), ["/compare?log_x=1&log_y=0", "/compare?experiment=7&log_x=1"]);
});

test("another page is a step, with its own address and no mark", () => {
  const { push, entries } = opened("/?experiment=3");
  push("/compare?history=compare.step&experiment=7&values=0%2C+1");
  push("/learn");
  push("/?history=");
  assert.deepEqual(entries(), ["/?experiment=3", "/compare?experiment=7&values=0%2C+1", "/learn", "/"]);
});

test("what a page says before it is shown, or after it was left, changes no other page's entry", () => {
  const { push, replace, entries } = opened("/learn?step=3");
  push("/learn?history=compare.step&experiment=7");
  replace("/learn?history=&experiment=7");
  push("/draw?history=learn&step=3");
  assert.deepEqual(entries(), ["/learn?step=3", "/draw"]);
});

test("below a proxy's path pages are told apart by the last part", () => {
  const { push, entries } = opened("/lab/");
  push("/lab/?history=.step&experiment=3");
  push("/lab/?history=compare&log_x=1");
  assert.deepEqual(entries(), ["/lab/", "/lab/?experiment=3"]);
});

test("an address that is told twice is one step, and Back is answered in its own entry", () => {
  const { push, replace, entries } = opened("/learn?step=3");
  push("/learn?history=learn.step&step=4");
  push("/learn?history=learn.step&step=4");
  replace("/learn?history=learn.step&step=4&lang=zh");
  assert.deepEqual(entries(), ["/learn?step=3", "/learn?step=4&lang=zh"]);
});

test("who goes back is not led on again by what was just being drawn", () => {
  const { push, back, press, entries } = opened("/learn?step=3");
  push("/compare?history=compare&experiment=7");
  back();
  push("/compare?step=3");
  assert.deepEqual(entries(), ["/learn?step=3"]);
  press();
  push("/draw");
  assert.deepEqual(entries(), ["/learn?step=3", "/draw"]);
});

test("once the page gone back to has said its address, the next one is opened", () => {
  const { push, replace, back, entries } = opened("/learn?step=3");
  push("/compare?history=compare&experiment=7");
  back();
  replace("/learn?history=learn&step=3");
  push("/draw");
  assert.deepEqual(entries(), ["/learn?step=3", "/draw"]);
});
