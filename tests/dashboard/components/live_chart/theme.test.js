import assert from "node:assert/strict";
import { test } from "node:test";

import { faded, inTheme, themeOf } from "../../../../dashboard/components/live_chart/theme.js";

const themed = (backgroundColor) => themeOf({ backgroundColor, color: "rgb(26, 34, 48)", fontFamily: "Noto" }, 24);

test("a page is light or dark by what lies behind it", () => {
  assert.equal(themed("rgb(255, 255, 255)").name, "light");
  assert.equal(themed("rgb(18, 22, 28)").name, "dark");
  assert.equal(themed("rgb(0, 160, 0)").name, "dark", "green is lighter than blue, but not light");
  assert.equal(themed("rgb(0, 255, 0)").name, "light");
});

test("letters are measured by those of 16 pixels", () => {
  assert.equal(themed("rgb(255, 255, 255)").scale, 1.5);
});

test("both ways of writing a colour can be faded", () => {
  assert.equal(faded("#0a10ff", 0.5), "rgba(10,16,255,0.5)");
  assert.equal(faded("rgb(10, 16, 255)", 0.5), "rgba(10,16,255,0.5)");
  assert.equal(faded("rgba(10, 16, 255, 0.9)", 0.5), "rgba(10,16,255,0.5)");
});

test("every pair of colours becomes the theme's own, wherever it is", () => {
  const both = { light: "#fff", dark: "#000" };
  const value = { line: { color: both, width: 2 }, list: [both, 1, null], text: "light" };
  assert.deepEqual(inTheme(value, "dark"), { line: { color: "#000", width: 2 }, list: ["#000", 1, null], text: "light" });
  assert.deepEqual(value.line.color, both, "the original is left alone");
});
