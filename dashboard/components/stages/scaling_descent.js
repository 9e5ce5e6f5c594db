// Of step 2: gradient descent on two weights, before pixels are scaled and after.
import { choice } from "../kit/choice.js";
import { levelLine } from "../kit/levels.js";
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, fixed, loss, number, percent } from "../text/formats.js";
import { descend, levels, wayLeft, within } from "./scaling_numbers.js";

/** @import { Given } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */
/** @import { Point } from "../kit/picture.js" */
/** @import { Way } from "./scaling_numbers.js" */

/** @typedef {"none" | "normalize" | "standardize"} Way */

/**
 * @typedef {object} Around the loss on a grid around where it is lowest
 * @property {[number, number]} spread
 * @property {[number, number]} lowest
 * @property {number} stable the largest rate
 * @property {number} ratio of the curvatures
 * @property {[number, number]} x
 * @property {[number, number]} y
 * @property {number} columns
 * @property {Sent} losses
 */

/**
 * @typedef {object} Two
 * @property {number} digit
 * @property {[[number, number], [number, number]]} places row and column of both pixels
 * @property {Sent} values
 * @property {Sent} positives
 * @property {Sent} negatives
 * @property {number} loss the lowest
 * @property {number} images
 * @property {[number, number]} deviations of both pixels, in grey levels
 * @property {Record<Way, Around>} ways
 */


const STEPS = 20;
const ACCENT = "var(--lesson-accent)";
const MUTED = "var(--lesson-muted)";

/**
 * The loss over two weights, before and after.
 * @param {HTMLElement} panel
 * @param {Given<{ two: Two }>} given
 */
export function descentIn(panel, { figures: { two }, words }) {
  const pairs = { values: numbers(two.values), positives: numbers(two.positives), negatives: numbers(two.negatives) };
  /** @type {Way} */
  let before = "none";
  element("p", "scaling__about", panel).textContent = filled(words.descent_about, {
    digit: String(two.digit),
    images: count(two.images),
    deviation_1: fixed(two.deviations[0], 0),
    deviation_2: fixed(two.deviations[1], 0),
    steps: String(STEPS),
  });
  const share = slider(
    panel,
    { label: words.share, lowest: 0.05, highest: 1.1, step: 0.05, value: 0.5, shown: (value) => filled(words.times, { value: fixed(value, 2) }) },
    () => draw(),
  );
  const plots = element("div", "scaling__plots", panel);
  const sides = [/** @type {const} */ ("before"), /** @type {const} */ ("after")].map((side) => {
    const half = element("div", "scaling__half", plots);
    const head = element("div", "scaling__head", half);
    if (side === "before") {
      choice(head, { label: words.before, options: { none: words.none, normalize: words.normalize }, value: before }, (value) => {
        before = /** @type {Way} */ (value);
        draw();
      });
    } else element("span", "scaling__title", head).textContent = words.standardize;
    const drawn = plot(half, { x: { lowest: 0, highest: 1, label: "" }, y: { lowest: 0, highest: 1, label: "" }, height: 15.25 });
    drawn.root.classList.add("scaling__square");
    return { side, half, drawn, said: element("p", "scaling__said", half) };
  });
  const start = descend(pairs, [1, 1], 0, 0).losses[0];
  /** @type {Map<Way, ReturnType<typeof linesOf>>} */
  const known = new Map();

  /** @param {Way} way */
  function linesOf(way) {
    const { x, y, columns, losses } = two.ways[way];
    const values = numbers(losses);
    const rows = values.length / columns;
    const at = (/** @type {Point} */ [column, row]) =>
      /** @type {Point} */ ([x[0] + (column / (columns - 1)) * (x[1] - x[0]), y[0] + (row / (rows - 1)) * (y[1] - y[0])]);
    return levels(two.loss, start).map((level) => ({
      colour: MUTED,
      pieces: levelLine(values, columns, level).map(([from, to]) => /** @type {[Point, Point]} */ ([at(from), at(to)])),
    }));
  }

  /** @param {Way} way */
  function of(way) {
    const { spread, stable, ratio, lowest } = two.ways[way];
    const rate = share.value() * stable;
    const { path, losses } = descend(pairs, spread, rate, STEPS);
    return { rate, path, losses, left: wayLeft(path, lowest, 1), ratio };
  }

  /** @param {ReturnType<typeof of>} found */
  function inWords({ rate, losses, left, ratio }) {
    return {
      rate: number(rate, 2),
      steps: String(STEPS),
      loss: loss(losses[STEPS]),
      start: loss(start),
      lowest: loss(two.loss),
      left: percent(left, 0),
      ratio: number(ratio, 2),
    };
  }

  function draw() {
    for (const { side, drawn, said } of sides) {
      const way = side === "before" ? before : "standardize";
      const { x, y, lowest } = two.ways[way];
      if (!known.has(way)) known.set(way, linesOf(way));
      Object.assign(drawn.axes.x, { lowest: x[0], highest: x[1], label: words[`weight_1_${way}`], shown: number });
      Object.assign(drawn.axes.y, { lowest: y[0], highest: y[1], label: words[`weight_2_${way}`], shown: number });
      const found = of(way);
      const { path } = found;
      const told = inWords(found);
      const sentence = filled(found.losses[STEPS] > start ? words.descent_worse : words.descent_said, told);
      write(said, sentence);
      drawn.draw(
        {
          levels: known.get(way),
          lines: within(path, x, y).map((points) => ({ points, colour: ACCENT })),
          points: [
            ...path.slice(1).filter(([w1, w2]) => w1 >= x[0] && w1 <= x[1] && w2 >= y[0] && w2 <= y[1]).map((at) => ({ at, colour: ACCENT, radius: 2.5 })),
            { at: [0, 0], colour: ACCENT, label: words.start, radius: 5 },
            { at: lowest, colour: "currentColor", label: words.lowest, radius: 4 },
          ],
        },
        `${filled(words.descent_alt, { way: words[way], ratio: told.ratio })} ${sentence}`,
      );
    }
  }

  return {
    draw,
    covered: sides[1].half,
    facts() {
      const [raw, after] = [inWords(of("none")), inWords(of("standardize"))];
      return {
        start: raw.start,
        lowest: raw.lowest,
        steps: raw.steps,
        none_ratio: raw.ratio,
        none_left: raw.left,
        ratio: after.ratio,
        left: after.left,
      };
    },
  };
}
