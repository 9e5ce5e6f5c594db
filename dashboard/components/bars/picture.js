// Bars as an SVG drawing, in text: what is seen on the page, and what is downloaded.

/** @import { Theme } from "../live_chart/types.d.ts" */
/** @import { Sent } from "./types.d.ts" */

const ROWS = 10;
const THICKNESS = 0.72; // of a bar, in shares of its row
const RANGE = 1.16; // leaves room for the percentage of a full bar
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/**
 * The bars in a box of this size, in pixels; with `heading` above them, on a ground that is not transparent.
 * @param {Pick<Sent, "shares" | "texts" | "likeliest" | "accent" | "muted" | "axes">} sent
 * @param {{ width: number, height: number }} size
 * @param {Theme} theme
 * @param {string} [heading]
 */
export function picture(sent, { width, height }, theme, heading) {
  const { shares, texts, likeliest, accent, muted, axes } = sent;
  const { scale, name } = theme;
  const [left, right, top, bottom] = [60, 18, heading === undefined ? 10 : 48, 46].map((room) => room * scale);
  const row = (height - top - bottom) / ROWS;
  const x = (/** @type {number} */ share) => left + (share / RANGE) * (width - left - right);
  const y = (/** @type {number} */ place) => top + (place + 0.5) * row;
  const small = { size: 12 * scale, fill: theme.quiet };
  const ground = `<rect width="100%" height="100%" fill="${theme.background}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${safe(theme.font)}">`,
    heading === undefined ? "" : ground + words(heading, 0.02 * width, 24 * scale, { size: 16 * scale, fill: theme.text }),
    ...TICKS.map((tick) => line(x(tick), top, height - bottom, theme.grid)),
    ...TICKS.map((tick) =>
      words(`${100 * tick}%`, x(tick), height - bottom + 12 * scale, { ...small, anchor: "middle" }),
    ),
    words(axes.x, (left + width - right) / 2, height - 10 * scale, { ...small, anchor: "middle" }),
    words(axes.y, 14 * scale, (top + height - bottom) / 2, { ...small, anchor: "middle", turned: true }),
    ...shares.map((share, digit) => {
      const colour = (digit === likeliest ? accent : muted)[name];
      return bar(x(0), y(digit), x(share) - x(0), THICKNESS * row, colour);
    }),
    ...shares.map((_, digit) => words(String(digit), left - 6 * scale, y(digit), { ...small, anchor: "end" })),
    ...texts.map((text, digit) =>
      words(text, x(shares[digit]) + 4 * scale, y(digit), { size: 13 * scale, fill: theme.text }),
    ),
    "</svg>",
  ].join("");
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
