// Boxes in shares of a picture, and what moving and resizing make of them. They stay in the picture and never vanish.

/** @import { Box, Grip } from "./types.d.ts" */

const LEAST = 0.04; // of a side
const STEP = 0.01; // an arrow key's

/** @param {number} value @param {number} least @param {number} most */
const within = (value, least, most) => Math.min(Math.max(value, least), most);

/**
 * The box after its grip was dragged so far; in the middle, all of it moves.
 * @param {Box} box
 * @param {Grip} grip
 * @param {number} dx
 * @param {number} dy
 * @returns {Box}
 */
export function dragged([left, top, right, bottom], grip, dx, dy) {
  if (!grip.x && !grip.y) {
    const [x, y] = [within(dx, -left, 1 - right), within(dy, -top, 1 - bottom)];
    return [left + x, top + y, right + x, bottom + y];
  }
  return [
    grip.x < 0 ? within(left + dx, 0, right - LEAST) : left,
    grip.y < 0 ? within(top + dy, 0, bottom - LEAST) : top,
    grip.x > 0 ? within(right + dx, left + LEAST, 1) : right,
    grip.y > 0 ? within(bottom + dy, top + LEAST, 1) : bottom,
  ];
}

/**
 * The box after a key: arrows move it, with Shift they move its lower right corner, + and - make it larger and smaller.
 * @param {Box} box
 * @param {string} key
 * @param {boolean} isShifted
 * @returns {Box | null} null for any other key
 */
export function stepped(box, key, isShifted) {
  const [x, y] = ARROWS[key] ?? [0, 0];
  if (x || y) return dragged(box, isShifted ? { x: 1, y: 1 } : { x: 0, y: 0 }, x * STEP, y * STEP);
  const growth = key === "+" || key === "=" ? STEP : key === "-" || key === "_" ? -STEP : 0;
  if (!growth) return null;
  return dragged(dragged(box, { x: -1, y: -1 }, -growth, -growth), { x: 1, y: 1 }, growth, growth);
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
