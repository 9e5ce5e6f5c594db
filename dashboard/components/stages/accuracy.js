// Step 8: counting and how well a count is known, accuracy beside loss, batches beside many images.
import { image, SIDE } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { table } from "../kit/table.js";
import { tabs } from "../kit/tabs.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, loss as shownLoss, number, percent } from "../text/formats.js";
import { counted, drawn, judged, unpacked, wilson } from "./accuracy_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Point } from "../kit/picture.js" */
/** @import { Sent } from "../kit/numbers.js" */

/**
 * @typedef {{ steps: number, images: Sent, digits: Sent, read: Sent, right: Sent, count: number, logits: Sent }} Figures
 *   as learn/steps/accuracy.py sends them
 */

const LOWEST = 0.6; // of the axes of accuracy
const BATCHES = 50;
const SIZES = [16, 32, 64, 128, 256, 512, 1000, 2000, 5000];
const ASKED = 6; // the factor that the answer tells of
const BAND = "color-mix(in srgb, var(--lesson-accent) 18%, transparent)";

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, given) {
  const { figures, words } = given;
  const root = element("div", "accuracy", parent);
  const names = { count: words.tab_count, loss: words.tab_loss, batch: words.tab_batch };
  const { panels, open } = tabs(root, { label: words.tabs, names }, (name) => parts[/** @type {keyof typeof parts} */ (name)].draw());
  const right = unpacked(numbers(figures.right), figures.count);
  const covered = element("div", "accuracy__loss", panels.loss);
  const loss = besideLoss(covered, given);
  const parts = { count: counting(panels.count, given, right), loss, batch: ofBatches(panels.batch, given, right) };
  return {
    covered: [covered],
    reveal: () => open("loss"),
    facts: loss.facts,
    draw: () => Object.values(parts).forEach((part) => part.draw()),
  };
}

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @param {Uint8Array} right
 */
function counting(parent, { figures, words, colours }, right) {
  const [images, digits, read] = [figures.images, figures.digits, figures.read].map(numbers);
  const sums = counted(right);
  const sizes = sizesTo(right.length, read.length);
  const wall = element("div", "accuracy__wall", parent);
  const tiles = Array.from(read, (seen, place) => {
    const root = element("div", "accuracy__tile", wall);
    const isRight = seen === digits[place];
    const picture = image(root, { scale: colours.ink });
    const mark = element("span", `accuracy__mark accuracy__mark--${isRight ? "right" : "wrong"}`, root);
    mark.textContent = `${isRight ? "✓" : "✗"} ${seen}`;
    mark.setAttribute("aria-hidden", "true"); // the picture's description says it
    return { root, picture, said: filled(words[isRight ? "tile_right" : "tile_wrong"], { digit: String(digits[place]), read: String(seen) }) };
  });
  const size = slider(
    parent,
    {
      label: filled(words.counted, { steps: count(figures.steps) }),
      lowest: 0,
      highest: sizes.length - 1,
      step: 1,
      value: sizes.indexOf(read.length),
      shown: (place) => filled(words.images, { n: count(sizes[place]) }),
    },
    () => draw(),
  );
  const said = element("p", "accuracy__said", parent);
  said.setAttribute("aria-live", "polite");
  const chart = plot(parent, {
    x: { lowest: 1, highest: right.length, log: true, label: words.axis_images, shown: count },
    y: { lowest: LOWEST, highest: 1, label: words.axis_accuracy, shown: (value) => String(Math.round(100 * value)) },
    height: 11,
  });
  const intervals = sizes.map((n) => wilson(sums[n], n));

  function draw() {
    const n = sizes[size.value()];
    const [low, high] = wilson(sums[n], n);
    tiles.forEach(({ root, picture, said: words_ }, place) => {
      root.classList.toggle("accuracy__tile--later", place >= n);
      picture.draw(images.slice(place * SIDE * SIDE, (place + 1) * SIDE * SIDE), words_);
    });
    const facts = {
      n: count(n),
      right: count(sums[n]),
      accuracy: percent(sums[n] / n, decimals(n)),
      low: percent(low, decimals(n)),
      high: percent(high, decimals(n)),
    };
    write(said, filled(words.count, facts));
    const seen = sizes.map((each, place) => ({ each, place })).filter(({ each }) => each <= n);
    const line = (/** @type {(place: number) => number} */ value) =>
      seen.map(({ each, place }) => /** @type {Point} */ ([each, Math.max(LOWEST, value(place))]));
    chart.draw(
      {
        areas: [{ points: line((place) => intervals[place][1]), base: line((place) => intervals[place][0]), colour: BAND }],
        lines: [
          { points: line((place) => sums[sizes[place]] / sizes[place]), colour: "var(--lesson-accent)" },
          { points: [[n, Math.max(LOWEST, low)], [n, high]], colour: "var(--lesson-accent)" },
        ],
        points: [{ at: [n, Math.max(LOWEST, sums[n] / n)], colour: "var(--lesson-accent)", radius: 5 }],
      },
      filled(words.count, facts),
    );
  }
  return { draw };
}

/** Decimals of a percentage that so many images bear. @param {number} n */
function decimals(n) {
  return n < 1000 ? 1 : 2;
}

/**
 * Numbers of images to count: each of the first ones, then ever farther apart.
 * @param {number} last
 * @param {number} singly
 */
export function sizesTo(last, singly) {
  const farther = Array.from({ length: 60 }, (_, i) => rounded(singly * (last / singly) ** ((i + 1) / 60)));
  return [...new Set([...Array.from({ length: singly }, (_, i) => i + 1), ...farther])].filter((n) => n <= last);
}

/** To two digits, for what is counted to. @param {number} n */
function rounded(n) {
  return Number(n.toPrecision(2));
}

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 */
function besideLoss(parent, { figures, words }) {
  const [logits, digits] = [numbers(figures.logits), numbers(figures.digits)];
  const at = (/** @type {number} */ power) => judged(logits, digits, 10 ** power);
  const powers = Array.from({ length: 51 }, (_, i) => -1 + i / 25);
  const curve = powers.map((power) => /** @type {Point} */ ([power, at(power).loss]));
  const best = curve.reduce((least, each) => (each[1] < least[1] ? each : least));
  const trained = at(0);
  const highest = Math.ceil(Math.max(...curve.map(([, each]) => each)));

  const about = element("p", "accuracy__about", parent);
  about.textContent = filled(words.loss_about, { images: count(digits.length), steps: count(figures.steps) });
  const power = slider(
    parent,
    { label: words.factor, lowest: -1, highest: 1, step: 0.04, value: 0, shown: (each) => `× ${number(10 ** each, 2)}` },
    () => draw(),
  );
  const row = element("div", "accuracy__row", parent);
  const chart = plot(row, {
    x: { lowest: -1, highest: 1, label: words.axis_factor, shown: (each) => (Number.isInteger(2 * each) ? `× ${number(10 ** each, 1)}` : "") },
    y: { lowest: 0, highest, label: words.axis_loss },
    height: 15,
    handles: [
      {
        label: words.factor,
        at: [0, trained.loss],
        along: "both",
        step: [0.04, 0],
        said: ([each, cost]) => filled(words.factor_said, { factor: number(10 ** each, 2), loss: shownLoss(cost) }),
        moved: ([each]) => {
          power.put(each);
          draw();
        },
      },
    ],
  });
  const figuresOf = table(row, {
    caption: words.tab_loss,
    columns: [words.as_trained, words.multiplied],
    rows: [words.accuracy, words.certainty, words.loss],
  });
  const said = element("p", "accuracy__said", parent);
  said.setAttribute("aria-live", "polite");

  function draw() {
    const now = at(power.value());
    const column = (/** @type {typeof now} */ { accuracy, certainty, loss }) => [percent(accuracy), percent(certainty), shownLoss(loss)];
    const [before, after] = [column(trained), column(now)];
    figuresOf.draw(before.map((each, place) => [each, after[place]]));
    chart.handles[0].put([power.value(), now.loss]);
    const facts = {
      factor: number(10 ** power.value(), 2),
      accuracy: percent(now.accuracy),
      certainty: percent(now.certainty),
      loss: shownLoss(now.loss),
      best: number(10 ** best[0], 2),
    };
    chart.draw(
      { lines: [{ points: curve, colour: "currentColor" }], points: [{ at: best, colour: "var(--lesson-right)", label: words.least }] },
      filled(words.loss_chart, facts),
    );
    write(said, filled(now.certainty > now.accuracy ? words.too_sure : words.too_unsure, facts));
  }
  return {
    draw,
    facts() {
      const other = judged(logits, digits, ASKED);
      return {
        factor: String(ASKED),
        accuracy: percent(other.accuracy),
        loss: shownLoss(trained.loss),
        other: shownLoss(other.loss),
      };
    },
  };
}

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @param {Uint8Array} right
 */
function ofBatches(parent, { words }, right) {
  const all = counted(right)[right.length] / right.length;
  const about = element("p", "accuracy__about", parent);
  about.textContent = filled(words.batch_about, { batches: count(BATCHES), all: count(right.length), accuracy: percent(all) });
  const size = slider(
    parent,
    {
      label: words.batch_size,
      lowest: 0,
      highest: SIZES.length - 1,
      step: 1,
      value: SIZES.indexOf(256),
      shown: (place) => filled(words.images, { n: count(SIZES[place]) }),
    },
    () => draw(),
  );
  const chart = plot(parent, {
    x: { lowest: 1, highest: BATCHES, label: words.axis_batch },
    y: { lowest: LOWEST, highest: 1, label: words.axis_accuracy, shown: (value) => String(Math.round(100 * value)) },
    height: 17,
  });
  const said = element("p", "accuracy__said", parent);
  said.setAttribute("aria-live", "polite");

  function draw() {
    const n = SIZES[size.value()];
    const accuracies = drawn(right, { n, batches: BATCHES, seed: n });
    const half = 1.96 * Math.sqrt((all * (1 - all)) / n);
    const [low, high] = [Math.max(LOWEST, all - half), Math.min(1, all + half)];
    const points = accuracies.map((each, place) => /** @type {Point} */ ([place + 1, Math.max(LOWEST, each)]));
    const facts = {
      n: count(n),
      batches: count(BATCHES),
      least: percent(Math.min(...accuracies)),
      most: percent(Math.max(...accuracies)),
      half: number(100 * half, 2),
      inside: count(accuracies.filter((each) => Math.abs(each - all) <= half).length),
    };
    chart.draw(
      {
        areas: [{ points: [[1, high], [BATCHES, high]], base: [[1, low], [BATCHES, low]], colour: BAND }],
        lines: [
          { points: [[1, all], [BATCHES, all]], colour: "currentColor", dashed: true },
          { points, colour: "var(--lesson-accent)" },
        ],
        points: points.map((point) => ({ at: point, colour: "var(--lesson-accent)", radius: 2.5 })),
      },
      filled(words.batch, facts),
    );
    write(said, filled(words.batch, facts));
  }
  return { draw };
}
