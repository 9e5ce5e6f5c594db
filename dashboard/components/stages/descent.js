// Step 7: gradient descent on one image, and the paths of three rates over the landscape of the loss.
import { bars } from "../kit/bars.js";
import { choice } from "../kit/choice.js";
import { image } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { strip } from "../kit/strip.js";
import { table } from "../kit/table.js";
import { tabs } from "../kit/tabs.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, fixed, loss as shownLoss, number, percent, rate as shownRate } from "../text/formats.js";
import { descended, levelsOn, likeliest, logitsOf, outer, reach, readRight } from "./descent_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Point } from "../kit/picture.js" */
/** @import { Sent } from "../kit/numbers.js" */

/**
 * @typedef {object} Figures as learn/steps/descent.py sends them
 * @property {number[]} image
 * @property {Sent} x
 * @property {number} digit
 * @property {Sent} start
 * @property {{ logits: Sent, products: Sent, digits: Sent }} others
 * @property {{ rates: number[], batch_size: number, images: number, places: Sent, losses: Sent, across: number[], up: number[],
 *   heights: Sent, share: number }} landscape
 */

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const LEVELS = [0.4, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.7, 8, 11, 16]; // nats, each √2 times the one before
const NAMED = [0.4, 0.5, 1, 2, 4, 8, 16];

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, given) {
  const { words } = given;
  const root = element("div", "descent", parent);
  const { panels, open } = tabs(root, { label: words.tabs, names: { one: words.tab_one, paths: words.tab_paths } }, (name) =>
    (name === "one" ? one : paths).draw(),
  );
  const one = onOneImage(panels.one, given);
  const paths = overTheLandscape(panels.paths, given);
  return {
    covered: [one.covered],
    reveal: () => open("one"),
    facts: one.facts,
    draw() {
      one.draw();
      paths.draw();
    },
  };
}

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 */
function onOneImage(parent, { figures, words, colours }) {
  const [x, start] = [figures.x, figures.start].map((sent) => Float32Array.from(numbers(sent)));
  const others = {
    logits: numbers(figures.others.logits),
    products: numbers(figures.others.products),
    digits: numbers(figures.others.digits),
  };
  const { digit } = figures;
  const logits = logitsOf(x, start);
  const product = x.reduce((sum, each) => sum + each * each, 1);
  const weights = start.subarray(0, 10 * x.length);
  let steps = 1;

  const head = element("div", "descent__head", parent);
  const picture = image(head, { scale: colours.ink });
  const rate = slider(
    head,
    { label: words.rate, lowest: -5, highest: 0, step: 0.1, value: -2, shown: (power) => number(10 ** power, 2) },
    () => draw(),
  );
  choice(head, { label: words.steps, options: { 1: "1", 10: "10", 100: "100" }, value: "1" }, (value) => {
    steps = Number(value);
    draw();
  });

  const row = (/** @type {HTMLElement} */ within) => {
    const root = element("div", "descent__row", within);
    const title = element("p", "descent__title", root);
    const [name, scale] = [element("span", "", title), element("span", "descent__scale", title)];
    return { name, scale, images: strip(root, { scale: colours.evidence, count: 10 }) };
  };
  const before = row(parent);
  const covered = element("div", "descent__covered", parent);
  const gradient = row(covered);
  const after = row(covered);
  const shares = element("div", "descent__row", parent);
  const title = element("p", "descent__title", shares);
  const chart = bars(shares, { names: DIGITS, height: 5 });
  const said = element("p", "descent__said", parent);
  said.setAttribute("aria-live", "polite");

  const at = (/** @type {number} */ wanted) => descended(logits, { digit, product, rate: 10 ** rate.value(), steps: wanted });

  function draw() {
    const now = at(steps);
    const change = outer(x, now.sums);
    const moved = weights.map((each, i) => each - change[i]);
    const summed = change.map((each) => each / 10 ** rate.value());
    const most = Math.max(reach(weights), reach(moved));
    const facts = {
      digit: String(digit),
      steps: String(steps),
      before: percent(now.before[digit]),
      after: percent(now.after[digit]),
      others: String(others.digits.length),
      right_before: String(readRight(others, now.sums.map(() => 0))),
      right_after: String(readRight(others, now.sums)),
    };
    /** @type {[typeof before, Float32Array, number, string][]} */
    const rows = [
      [before, weights, most, words.before],
      [gradient, summed, reach(summed), steps === 1 ? words.gradient : words.gradients],
      [after, moved, most, words.after],
    ];
    for (const [{ name, scale, images }, values, end, called] of rows) {
      write(name, filled(called, facts));
      write(scale, filled(words.scale, { most: number(end, 2) }));
      images.draw(values, end, filled(words.images, { name: filled(called, facts), most: number(end, 2) }));
    }
    write(title, filled(steps === 1 ? words.share_after_one : words.shares_after, facts));
    const first = likeliest(now.after);
    chart.draw(
      now.after.map((share, each) => ({
        share,
        words: percent(share, 0),
        tone: each !== first ? "" : first === digit ? "right" : "wrong",
      })),
      filled(words.shares, { ...facts, first: String(first), share: percent(now.after[first]) }),
    );
    write(said, filled(words.said, facts));
    picture.draw(figures.image, filled(words.image, facts));
  }

  return {
    covered,
    draw,
    facts() {
      const { before: shares_ } = at(1);
      const [first] = [...shares_.keys()].filter((each) => each !== digit).sort((a, b) => shares_[b] - shares_[a]);
      return {
        digit: String(digit),
        gain: fixed(1 - shares_[digit], 3),
        first: String(first),
        first_loss: fixed(shares_[first], 3),
      };
    },
  };
}

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 */
function overTheLandscape(parent, { figures, words, colours }) {
  const { rates, across, up, share, images, batch_size } = figures.landscape;
  const [places, losses] = [numbers(figures.landscape.places), numbers(figures.landscape.losses)];
  const last = losses.length / rates.length - 1;
  const levels = levelsOn({ across, up, heights: numbers(figures.landscape.heights) }, LEVELS);
  const paths = rates.map((rate, run) => {
    const anchor = rates.length > 1 ? Math.round((run / (rates.length - 1)) * (colours.rates.light.length - 1)) : 0;
    const points = Array.from({ length: last + 1 }, (_, step) => {
      const from = 2 * (run * (last + 1) + step);
      return /** @type {Point} */ ([places[from], places[from + 1]]);
    });
    return { rate, points, colour: `light-dark(${colours.rates.light[anchor]}, ${colours.rates.dark[anchor]})` };
  });

  const at = slider(
    parent,
    { label: words.step, lowest: 0, highest: last, step: 1, value: last, shown: (step) => filled(words.of_steps, { step: count(step), last: count(last) }) },
    () => draw(),
  );
  const row = element("div", "descent__ground", parent);
  const chart = plot(row, {
    x: { lowest: across[0], highest: across[across.length - 1], label: words.axis_first },
    y: { lowest: up[0], highest: up[up.length - 1], label: words.axis_second },
    height: 19,
  });
  chart.root.classList.add("descent__plot");
  const heights = table(row, {
    caption: words.table,
    columns: [words.losses],
    rows: rates.map((rate) => filled(words.rate_of, { rate: shownRate(rate) })),
  });
  const best = element("p", "descent__best", parent);
  best.setAttribute("aria-live", "polite");
  const about = element("p", "descent__about", parent);
  about.textContent = filled(words.about, { images: count(images), batch_size: count(batch_size), share: percent(share, 0) });

  function draw() {
    const step = at.value();
    const here = rates.map((_, run) => losses[run * (last + 1) + step]);
    heights.draw(here.map((loss) => [shownLoss(loss)]));
    const lowest = here.indexOf(Math.min(...here));
    write(best, step === 0 ? "" : filled(words.best, { step: count(step), best: shownRate(rates[lowest]) }));
    const facts = rates.map((rate, run) => filled(words.path, { rate: shownRate(rate), loss: shownLoss(here[run]) }));
    chart.draw(
      {
        levels: levels.map(({ pieces }) => ({ pieces, colour: "var(--lesson-muted)" })),
        lines: paths.map(({ points, colour }) => ({ points: points.slice(0, step + 1), colour })),
        points: [
          ...levels.filter(({ level }) => NAMED.includes(level)).map(({ level, top }) => ({ at: top, colour: "none", radius: 0, label: String(level) })),
          ...paths.map(({ rate, points, colour }) => ({ at: points[step], colour, label: shownRate(rate) })),
          { at: paths[0].points[0], colour: "currentColor", radius: 3 },
        ],
      },
      filled(words.chart, { step: count(step), paths: facts.join(words.comma) }),
    );
  }
  return { draw };
}
