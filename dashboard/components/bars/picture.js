// Bars as an SVG drawing, in text: what is seen on the page, and what is downloaded.

/** @import { Theme } from "../live_chart/types.d.ts" */
/** @import { Sent } from "./types.d.ts" */

const THICKNESS = 0.72; // of a bar, in shares of its row
const RANGE = 1.16; // leaves room for the percentage of a full bar
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const TALLEST = 40; // pixels of a row: two classes need not fill what ten do
const NAMES = { least: 18, most: 0.4 }; // room for names: pixels, and the most as a share of the whole width

/**
 * The bars in a box of this size, in pixels; with `heading` above them, on a ground that is not transparent.
 * @param {Pick<Sent, "names" | "shares" | "texts" | "likeliest" | "accent" | "muted" | "axes">} sent
 * @param {{ width: number, height: number }} size
 * @param {Theme} theme
 * @param {string} [heading]
 */
export function picture(sent, { width, height }, theme, heading) {
  const { names, shares, texts, likeliest, accent, muted, axes } = sent;
  const { scale, name } = theme;
  const most = NAMES.most * width - 42 * scale;
  const called = names.map((name) => shortened(name, most, 12 * scale));
  const longest = Math.max(NAMES.least * scale, ...called.map((name) => breadth(name, 12 * scale)));
  const [left, right, top, bottom] = [42 + longest / scale, 18, heading === undefined ? 10 : 48, 46].map((room) => room * scale);
  const row = Math.min((height - top - bottom) / shares.length, TALLEST * scale);
  const end = top + row * shares.length;
  const x = (/** @type {number} */ share) => left + (share / RANGE) * (width - left - right);
  const y = (/** @type {number} */ place) => top + (place + 0.5) * row;
  const small = { size: 12 * scale, fill: theme.quiet };
  const ground = `<rect width="100%" height="100%" fill="${theme.background}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${safe(theme.font)}">`,
    heading === undefined ? "" : ground + words(heading, 0.02 * width, 24 * scale, { size: 16 * scale, fill: theme.text }),
    ...TICKS.map((tick) => line(x(tick), top, end, theme.grid)),
    ...TICKS.map((tick) =>
      words(`${100 * tick}%`, x(tick), end + 12 * scale, { ...small, anchor: "middle" }),
    ),
    words(axes.x, (left + width - right) / 2, end + 36 * scale, { ...small, anchor: "middle" }),
    words(axes.y, 14 * scale, (top + end) / 2, { ...small, anchor: "middle", turned: true }),
    ...shares.map((share, place) => {
      const colour = (place === likeliest ? accent : muted)[name];
      return bar(x(0), y(place), x(share) - x(0), THICKNESS * row, colour);
    }),
    ...called.map((name, place) => words(name, left - 6 * scale, y(place), { ...small, anchor: "end" })),
    ...texts.map((text, place) =>
      words(text, x(shares[place]) + 4 * scale, y(place), { size: 13 * scale, fill: theme.text }),
    ),
    "</svg>",
  ].join("");
}

/**
 * About how broad a name is: nothing here can be measured, for the drawing is made as text.
 * @param {string} name
 * @param {number} size of its letters
 */
function breadth(name, size) {
  return [...name].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 1 : 0.6) * size, 0);
}

/**
 * @param {string} name
 * @param {number} room
 * @param {number} size of its letters
 */
function shortened(name, room, size) {
  if (breadth(name, size) <= room) return name;
  let kept = [...name];
  while (kept.length > 1 && breadth(`${kept.join("")}…`, size) > room) kept = kept.slice(0, -1);
  return `${kept.join("").trimEnd()}…`;
}

/**
 * Rounded at its end.
 * @param {number} x
 * @param {number} y of its middle
 * @param {number} length
 * @param {number} thickness
 * @param {string} colour
 */
function bar(x, y, length, thickness, colour) {
  const r = Math.min(3, length, thickness / 2);
  const corner = `a${px(r)} ${px(r)} 0 0 1`;
  const along = `h${px(length - r)} ${corner} ${px(r)} ${px(r)}v${px(thickness - 2 * r)}${corner} ${px(-r)} ${px(r)}`;
  return `<path class="bars__bar" d="M${px(x)} ${px(y - thickness / 2)}${along}H${px(x)}z" fill="${colour}"/>`;
}

/**
 * @param {number} x
 * @param {number} top
 * @param {number} bottom
 * @param {string} colour
 */
function line(x, top, bottom, colour) {
  return `<path d="M${px(x)} ${px(top)}V${px(bottom)}" stroke="${colour}"/>`;
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y of the middle of its letters
 * @param {{ size: number, fill: string, anchor?: string, turned?: boolean }} look
 */
function words(text, x, y, { size, fill, anchor = "start", turned = false }) {
  const turn = turned ? ` transform="rotate(-90 ${px(x)} ${px(y)})"` : "";
  const place = `x="${px(x)}" y="${px(y)}" dy="0.35em" font-size="${px(size)}" text-anchor="${anchor}"${turn}`;
  return `<text ${place} fill="${fill}">${safe(text)}</text>`;
}

/** @param {number} length */
function px(length) {
  return String(Math.round(100 * length) / 100);
}

/** @param {string} text */
function safe(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
