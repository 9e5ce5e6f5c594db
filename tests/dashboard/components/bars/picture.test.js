import assert from "node:assert/strict";
import { test } from "node:test";

import { picture } from "../../../../dashboard/components/bars/picture.js";

const THEME = {
  name: /** @type {const} */ ("light"),
  text: "#111",
  quiet: "#555",
  grid: "#eee",
  line: "#ccc",
  background: "#fff",
  font: '"Source Sans", sans-serif',
  scale: 1,
};
const SENT = {
  names: [..."0123456789"],
  shares: [0.25, 0, 0, 0, 0, 0, 0, 0.75, 0, 0],
  texts: ["25.0%", "<0.1%", ...Array(5).fill("0%"), "75.0%", "0%", "0%"],
  likeliest: 7,
  accent: { light: "#00f", dark: "#0ff" },
  muted: { light: "#999", dark: "#666" },
  axes: { x: "Probability", y: "Digit" },
};
const SIZE = { width: 678, height: 256 }; // 600 by 200 for the bars

const bars = (drawing) =>
  [...drawing.matchAll(/<path class="bars__bar" d="M([\d.]+) ([\d.]+)(.*?)" fill="(.*?)"/g)].map(([, x, y, d, fill]) => {
    const steps = [...d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)].map(([, name, numbers]) => [name, numbers.trim().split(" ")]);
    const along = steps.reduce((sum, [name, numbers]) => sum + (name === "h" ? +numbers[0] : 0), 0);
    const corner = +steps.find(([name]) => name === "a")[1][0];
    return { x: +x, y: +y, length: along + corner, fill };
  });

test("a bar is as long as its share, and the likeliest alone has the accent colour", () => {
  const drawn = bars(picture(SENT, SIZE, THEME));
  assert.equal(drawn.length, 10);
  assert.ok(Math.abs(drawn[7].length - (0.75 / 1.16) * 600) < 0.02);
  assert.ok(Math.abs(drawn[7].length - 3 * drawn[0].length) < 0.05);
  assert.equal(drawn[1].length, 0);
  assert.deepEqual(drawn.map(({ fill }) => fill).filter((fill) => fill === "#00f").length, 1);
  assert.equal(drawn[7].fill, "#00f");
  assert.ok(drawn.every(({ y }, digit) => digit === 0 || y > drawn[digit - 1].y));
});

test("the colours are those of the theme", () => {
  assert.equal(bars(picture(SENT, SIZE, { ...THEME, name: "dark" }))[7].fill, "#0ff");
});

test("before anything is read no bar has a length or a percentage", () => {
  const unread = { ...SENT, shares: Array(10).fill(0), texts: Array(10).fill(""), likeliest: null };
  const drawing = picture(unread, SIZE, THEME);
  assert.ok(bars(drawing).every(({ length, fill }) => length === 0 && fill === "#999"));
  assert.doesNotMatch(drawing.replace(/>\d+%</g, ""), /%</);
});

test("words cannot end the element that they stand in", () => {
  const drawing = picture({ ...SENT, axes: { x: "<b>&", y: "Digit" } }, SIZE, THEME, '"A" <title>');
  assert.match(drawing, />&#60;b&#62;&#38;<\/text>/);
  assert.match(drawing, />&#60;0.1%</);
  assert.match(drawing, />&#34;A&#34; &#60;title&#62;<\/text>/);
});

test("only what is downloaded has a heading and a ground of its own", () => {
  assert.match(picture(SENT, SIZE, THEME, "Softmax"), /<rect .*?fill="#fff".*>Softmax</);
  assert.doesNotMatch(picture(SENT, SIZE, THEME), /<rect/);
});

test("long names have room, up to a share of the width, and are cut there", () => {
  const two = { ...SENT, names: ["T-shirt/top", "n".repeat(40)], shares: [0.25, 0.75], texts: ["25%", "75%"], likeliest: 1 };
  const drawing = picture(two, SIZE, THEME);
  const drawn = bars(drawing);
  assert.match(drawing, />T-shirt\/top</);
  assert.match(drawing, />n+…</);
  assert.ok(drawn[0].x > 100 && drawn[0].x <= 0.4 * SIZE.width + 1);
  assert.ok(drawn[1].y - drawn[0].y <= 40, "two rows are no higher than they need");
});
