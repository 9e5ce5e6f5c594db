import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SCRIPT = readFileSync(new URL("../../../dashboard/static/edits.js", import.meta.url), "utf8");

class Element {
  closest() {
    return this.link ?? null;
  }
}

class HTMLAnchorElement extends Element {
  followed = 0;
  click() {
    this.followed += 1;
  }
}

/** A page with a link, on which time passes by `after`; `runs` says from when to when the server is at work. */
function page(runs = [0, 0]) {
  const heard = {};
  const timers = [];
  let now = 0;
  runInNewContext(SCRIPT, {
    Element,
    HTMLAnchorElement,
    addEventListener: (name, listener) => (heard[name] = listener),
    performance: { now: () => now },
    setTimeout: (callback, wait) => timers.push({ callback, at: now + wait }),
    document: { querySelector: () => (now >= runs[0] && now < runs[1] ? null : {}) },
  });
  const link = new HTMLAnchorElement();
  link.link = link;
  return {
    link,
    type: () => heard.input(),
    click: (keys = {}) => {
      let isLeft = true;
      heard.click({
        target: link,
        button: 0,
        ...keys,
        preventDefault: () => (isLeft = false),
        stopImmediatePropagation: () => {},
      });
      return isLeft;
    },
    after: (milliseconds) => {
      const end = now + milliseconds;
      while (timers.length && timers[0].at <= end) {
        const { callback, at } = timers.shift();
        now = at;
        callback();
      }
      now = end;
    },
  };
}

test("a link is followed at once where nothing was typed, and once only", () => {
  const { click, link } = page();
  assert.equal(click(), true);
  assert.equal(link.followed, 0, "by the browser itself");
});

test("what was typed is answered before the link is followed", () => {
  const { type, click, link, after } = page([40, 700]);
  type();
  assert.equal(click(), false);
  after(690);
  assert.equal(link.followed, 0);
  after(200);
  assert.equal(link.followed, 1);
  assert.equal(click(), true, "the next one is not held up");
});

test("where nothing is on its way, or nothing ever ends, the link is followed all the same", () => {
  for (const [runs, wait] of [
    [[0, 0], 200],
    [[0, 1e9], 5100],
  ]) {
    const { type, click, link, after } = page(runs);
    type();
    click();
    after(wait);
    assert.equal(link.followed, 1);
  }
});

test("a link that is opened in another tab waits for nothing", () => {
  const { type, click } = page();
  type();
  assert.equal(click({ ctrlKey: true }), true);
  assert.equal(click({ metaKey: true }), true);
});
