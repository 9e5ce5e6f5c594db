// Step 6: ten probabilities to move, what they cost, and where float32 loses the cost.
import { choice } from "../kit/choice.js";
import { image } from "../kit/image.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { table } from "../kit/table.js";
import { tabs } from "../kit/tabs.js";
import { element, write } from "../live_chart/dom.js";
import { filled, loss as shownLoss, number, percent } from "../text/formats.js";
import { inFloat32, loss, lowered, moved, vanishing } from "./cross_entropy_numbers.js";
import { printed, steps } from "./softmax_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Point } from "../kit/picture.js" */

/** @typedef {{ image: number[], number: number, digit: number, logits: number[] }} Prediction */
/** @typedef {{ steps: number, predictions: Record<"sure" | "unsure" | "wrong", Prediction> }} Figures as learn/steps/cross_entropy.py sends them */

const HIGHEST = 8; // nats on the chart of one prediction, as much as a probability of 0.03% costs
const FARTHEST = 150; // of the right digit's logit below the largest
const ASKED = 120; // in the question

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, given) {
  const { words } = given;
  const root = element("div", "cross-entropy", parent);
  const { panels, open } = tabs(
    root,
    { label: words.tabs, names: { one: words.tab_one, float: words.tab_float } },
    (name) => (name === "one" ? one : float).draw(),
  );
  const one = onePrediction(panels.one, given);
  const covered = element("div", "cross-entropy__float", panels.float);
  const float = inTwoWays(covered, given);
  return {
    covered: [covered],
    reveal: () => open("float"),
    facts: float.facts,
    draw() {
      one.draw();
      float.draw();
    },
  };
}

/**
 * Ten probabilities, and their cost on its curve.
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 */
function onePrediction(parent, { figures, words, colours }) {
  const head = element("div", "cross-entropy__head", parent);
  const picture = image(head, { scale: colours.ink });
  /** @type {keyof Figures["predictions"]} */
  let shown = "unsure";
  const options = { sure: words.sure, unsure: words.unsure, wrong: words.wrong };
  choice(head, { label: filled(words.about, { steps: String(figures.steps) }), options, value: shown }, (value) => {
    shown = /** @type {typeof shown} */ (value);
    probabilities = predicted(now());
    draw();
  });
  const now = () => figures.predictions[shown];
  let probabilities = predicted(now());

  const row = element("div", "cross-entropy__row", parent);
  const grid = element("div", "cross-entropy__table", row);
  const rows = probabilities.map((_, digit) => {
    const name = element("span", "cross-entropy__digit", grid);
    const slid = slider(
      grid,
      {
        label: filled(words.probability_of, { digit: String(digit) }),
        lowest: 0,
        highest: 1,
        step: 0.001,
        value: 0,
        shown: () => percent(probabilities[digit]),
        bare: true,
      },
      (value) => move(digit, value),
    );
    return { name, slid, share: element("span", "cross-entropy__percent", grid) };
  });
  const chart = plot(row, {
    x: { lowest: 0, highest: 1, label: words.axis_probability, shown: (value) => percent(value, 0) },
    y: { lowest: 0, highest: HIGHEST, label: words.axis_loss },
    height: 18,
    handles: [
      {
        label: words.handle,
        at: [0.5, Math.log(2)],
        along: "both",
        step: [0.01, 0],
        said: () => filled(words.said, { probability: percent(right()), loss: shownLoss(loss(right())) }),
        moved: ([probability]) => move(now().digit, probability),
      },
    ],
  });
  const said = element("p", "cross-entropy__said", parent);
  said.setAttribute("aria-live", "polite");
  const right = () => probabilities[now().digit];

  /**
   * @param {number} digit
   * @param {number} wanted
   */
  function move(digit, wanted) {
    probabilities = moved(probabilities, digit, wanted);
    draw();
  }

  function draw() {
    const { digit } = now();
    rows.forEach(({ name, slid, share }, each) => {
      slid.put(probabilities[each]);
      write(name, each === digit ? `${each} ✓` : String(each));
      write(share, percent(probabilities[each]));
      for (const part of [name, share]) part.classList.toggle("cross-entropy__right", each === digit);
    });
    const cost = loss(right());
    chart.handles[0].put([right(), Math.min(HIGHEST, cost)]);
    const facts = { digit: String(digit), probability: percent(right()), loss: printed(cost, shownLoss) };
    chart.draw(
      {
        lines: [{ points: CURVE, colour: "currentColor" }],
        points: Object.entries(figures.predictions).map(([name, each]) => {
          const probability = predicted(each)[each.digit];
          return {
            at: /** @type {Point} */ ([probability, Math.min(HIGHEST, loss(probability))]),
            colour: name === "wrong" ? "var(--lesson-wrong)" : "var(--lesson-right)",
            label: probability > 0.8 ? "" : options[/** @type {keyof options} */ (name)],
          };
        }),
      },
      filled(words.chart, facts),
    );
    write(said, filled(cost === Infinity ? words.never : words.costs, facts));
    picture.draw(now().image, filled(words.image, { number: String(now().number), digit: String(digit) }));
  }
  return { draw };
}

/** @type {Point[]} -log p, as far as it is on the chart */
const CURVE = Array.from({ length: 241 }, (_, i) => Math.exp((-HIGHEST * (240 - i)) / 240)).map((p) => [p, -Math.log(p)]);

/** @param {Prediction} prediction */
function predicted({ logits }) {
  const shares = steps(logits).probabilities;
  const sum = shares.reduce((all, each) => all + each, 0);
  return shares.map((each) => each / sum); // float32's sum is not quite 1
}

/**
 * The right digit's logit moved down, and the loss as float32 has it by both ways.
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 */
function inTwoWays(parent, { figures, words }) {
  const { logits, digit } = figures.predictions.wrong;
  const largest = Math.max(...logits.filter((_, each) => each !== digit));
  const at = (/** @type {number} */ gap) => inFloat32(lowered(logits, digit, largest - gap), digit);
  const end = vanishing(logits, digit);
  const gaps = Array.from({ length: FARTHEST + 1 }, (_, gap) => gap);
  /** @type {Point[]} */
  const byLogits = gaps.map((gap) => [gap, at(gap).byLogits]);
  /** @type {Point[]} */
  const byProbability = gaps.filter((gap) => gap < end).map((gap) => [gap, at(gap).byProbability]);

  const gap = slider(
    parent,
    { label: filled(words.gap, { digit: String(digit) }), lowest: 0, highest: FARTHEST, step: 1, value: 20, shown: String },
    () => draw(),
  );
  const figuresOf = table(parent, {
    caption: words.tab_float,
    columns: [filled(words.column_probability, { digit: String(digit) }), words.column_loss],
    rows: [words.by_probability, words.by_logits],
  });
  const chart = plot(parent, {
    x: { lowest: 0, highest: FARTHEST, label: words.axis_gap },
    y: { lowest: 0, highest: 160, label: words.axis_loss_short },
    height: 13,
  });
  const said = element("p", "cross-entropy__said", parent);
  said.setAttribute("aria-live", "polite");

  function draw() {
    const here = at(gap.value());
    const isLost = here.byProbability === Infinity;
    const facts = { gap: String(gap.value()), loss: shownLoss(here.byLogits), end: String(end), probability: number(here.probability, 2) };
    figuresOf.draw([
      [number(here.probability, 2), printed(here.byProbability, shownLoss)],
      ["–", shownLoss(here.byLogits)],
    ]);
    chart.draw(
      {
        lines: [
          { points: byLogits, colour: "var(--lesson-accent)", label: words.by_logits },
          { points: [...byProbability, [end, at(end).byLogits], [end, FARTHEST]], colour: "var(--lesson-wrong)", dashed: true, label: words.ends },
        ],
        points: [
          { at: [gap.value(), here.byLogits], colour: "var(--lesson-accent)", radius: 6 },
        ],
      },
      filled(words.chart_float, facts),
    );
    write(said, filled(isLost ? words.lost : gap.value() > SUBNORMAL ? words.coarse : words.same, facts));
    said.classList.toggle("cross-entropy__said--lost", isLost);
  }
  return {
    draw,
    facts: () => ({ gap: String(ASKED), tiny: number(Math.exp(-ASKED), 1), loss: shownLoss(at(ASKED).byLogits), end: String(end) }),
  };
}

const SUBNORMAL = 87; // below e^-87 float32 holds ever fewer digits
