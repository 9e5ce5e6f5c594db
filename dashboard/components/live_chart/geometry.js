// Where labels stand among curves so that none covers another: pure geometry, in pixels.

/** @import { End, PlacedEnd } from "./types.d.ts" */

const MOST_ENDS = 16; // names at curves' ends beyond which only some are written
const SOME = 10;
const ROWS = 3; // of labels at vertical lines
const CALM = 2; // pixels by which two ends must have changed places before their names do

/**
 * Which of the `ends` are named: all, or where there are too many for `room`, a few spread evenly over them in their own
 * order, with both of its ends, the highest and the lowest on the chart, and the one that is brought `forward`.
 * @template {{ group?: string, y: number }} Named
 * @param {Named[]} ends
 * @param {number} room
 * @param {string | null} forward
 * @returns {Named[]}
 */
export function chosen(ends, room, forward) {
  const most = Math.min(MOST_ENDS, Math.max(room, 2));
  if (ends.length <= most) return ends;
  const some = Math.min(SOME, most - 3);
  const kept = new Set();
  for (let i = 0; i < some; i += 1) kept.add(ends[Math.round((i * (ends.length - 1)) / Math.max(some - 1, 1))]);
  const byHeight = [...ends].sort((a, b) => a.y - b.y);
  for (const end of [byHeight[0], byHeight.at(-1), ends.find(({ group }) => group === forward)]) kept.add(end);
  return ends.filter((end) => kept.has(end));
}

/**
 * Gives each end its `left` and `middle`: beside it, pushed apart up and down where they would touch, by as little as
 * possible and between `low` and `high`. `order` is group -> place as drawn last; nearly level names keep it, for they
 * would change places with every noisy batch.
 * @param {End[]} ends
 * @param {{ height: number, gap: number, low: number, high: number, order: Map<string | undefined, number> }} room
 */
export function besideEnds(ends, { height, gap, low, high, order }) {
  /** @type {PlacedEnd[]} */
  const placed = [];
  for (const cluster of clusters(ends, gap)) {
    const sorted = calmly(cluster, order);
    const left = Math.max(...sorted.map((end) => end.x)) + (sorted.length > 2 ? 2 * gap : gap);
    const middles = spread(sorted.map((end) => end.y), height, low, high);
    sorted.forEach((end, i) => placed.push({ ...end, left, middle: middles[i] }));
  }
  return placed;
}

/**
 * Ends whose names would stand above one another.
 * @param {End[]} ends
 * @param {number} gap
 */
function clusters(ends, gap) {
  /** @type {End[][]} */
  const found = [];
  let right = -Infinity;
  for (const end of [...ends].sort((a, b) => a.x - b.x)) {
    if (end.x >= right) found.push([]);
    const together = found[found.length - 1];
    together.push(end);
    right = Math.max(...together.map(({ x }) => x)) + 3 * gap + Math.max(...together.map(({ width }) => width));
  }
  return found;
}

/**
 * From top to bottom.
 * @param {End[]} ends
 * @param {Map<string | undefined, number>} order
 */
function calmly(ends, order) {
  const before = (/** @type {End} */ end) => order.get(end.group) ?? Infinity;
  const sorted = [...ends].sort((a, b) => a.y - b.y);
  for (let i = 1; i < sorted.length; i += 1) {
    const [above, below] = [sorted[i - 1], sorted[i]];
    if (below.y - above.y < CALM && before(below) < before(above)) [sorted[i - 1], sorted[i]] = [below, above];
  }
  return sorted;
}

/**
 * Places at least `height` apart, in the order of what is `wanted`, as near to that as they can be (least squares: names
 * that touch move together, around the mean of what they want).
 * @param {number[]} wanted
 * @param {number} height
 * @param {number} low
 * @param {number} high
 */
export function spread(wanted, height, low, high) {
  /** @type {{ sum: number, count: number }[]} */
  const blocks = [];
  wanted.forEach((place, i) => {
    const block = { sum: place - i * height, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count >= block.sum / block.count; last = blocks.at(-1)) {
      block.sum += last.sum;
      block.count += last.count;
      blocks.pop();
    }
    blocks.push(block);
  });
  const top = low + height / 2;
  const bottom = Math.max(top, high - (wanted.length - 0.5) * height);
  const starts = blocks.flatMap(({ sum, count }) => Array(count).fill(Math.min(Math.max(sum / count, top), bottom)));
  return starts.map((start, i) => start + i * height);
}

/**
 * Gives the label of each of `marks` (at `x`, `width` wide; the latest last) a `row`, 0 at the edge, and a `left`: right of
 * the line or, where the chart ends, left of it. What finds no room in a few rows gets none, the oldest first; its line
 * stays, and the tooltip says it.
 * @template {{ x: number, width: number }} Marked
 * @param {Marked[]} marks
 * @param {number} right
 * @param {number} gap
 */
export function besideLines(marks, right, gap) {
  const rows = Array.from({ length: ROWS }, () => /** @type {{ left: number, right: number }[]} */ ([]));
  /** @type {(Marked & { row: number, left: number })[]} */
  const placed = [];
  for (const mark of [...marks].reverse()) {
    const left = mark.x + gap + mark.width <= right ? mark.x + gap : mark.x - gap - mark.width;
    const isFree = (/** @type {{ left: number, right: number }} */ taken) => left + mark.width + gap < taken.left || left > taken.right + gap;
    const row = rows.findIndex((labels) => labels.every(isFree));
    if (row < 0) continue;
    rows[row].push({ left, right: left + mark.width });
    placed.push({ ...mark, row, left });
  }
  return placed;
}
