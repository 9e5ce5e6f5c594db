// Step 5: ten logits to move, and the ten probabilities that softmax makes of them.
import { choice } from "../kit/choice.js";
import { image } from "../kit/image.js";
import { slider } from "../kit/slider.js";
import { element, write } from "../live_chart/dom.js";
import { filled, fixed, number, percent } from "../text/formats.js";
import { printed, ranked, steps } from "./softmax_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */

/** @typedef {{ image: number[], logits: number[], number: number, steps: number }} Figures as learn/steps/softmax.py sends them */

const FARTHEST = 12; // of a logit's slider from 0
const FARTHEST_SHIFT = 120; // float32 holds e^z from -104 to 88

/** The shift at which the largest logit is past what float32 can raise e to. @param {number[]} logits */
export function breakingShift(logits) {
  return Math.ceil(Math.log(3.4028235e38) - Math.max(...logits)) + 1;
}

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, { figures, words, colours }) {
  const root = element("div", "softmax", parent);
  const head = element("div", "softmax__head", root);
  const picture = image(head, { scale: colours.ink });
  const about = element("p", "softmax__about", head);
  about.textContent = filled(words.about, { number: String(figures.number), steps: String(figures.steps) });
  const reset = element("button", "kit-button", head);
  reset.textContent = words.reset;

  const table = element("div", "softmax__table", root);
  const titles = [words.digit, words.logits, words.input, words.exponential, words.probability].map((title) => {
    const cell = element("span", "softmax__title", table);
    cell.textContent = title;
    return cell;
  });
  let probabilities = figures.logits.map(() => 0);
  const rows = figures.logits.map((logit, digit) => {
    element("span", "softmax__digit", table).textContent = String(digit);
    const moved = slider(
      table,
      {
        label: filled(words.logit, { digit: String(digit) }),
        lowest: -FARTHEST,
        highest: FARTHEST,
        step: 0.1,
        value: clipped(logit),
        shown: (value) => fixed(value, 1),
        said: (value) => filled(words.logit_said, { logit: fixed(value, 1), probability: shownShare(probabilities[digit]) }),
        bare: true,
      },
      () => draw(),
    );
    const z = element("span", "softmax__number", table);
    const exponential = element("span", "softmax__number", table);
    const share = element("span", "softmax__share", table);
    const bar = element("span", "softmax__bar", share);
    const shown = element("span", "softmax__percent", share);
    return { moved, z, exponential, share, bar, shown };
  });
  const hard = element("p", "softmax__hard", root);

  const all = element("div", "softmax__all", root);
  const temperature = slider(
    all,
    {
      label: words.temperature,
      lowest: -1,
      highest: 1,
      step: 0.05,
      value: 0,
      shown: (power) => `T = ${number(10 ** power, 2)}`,
    },
    () => draw(),
  );
  const covered = element("div", "softmax__covered", root);
  const shift = slider(
    covered,
    {
      label: words.shift,
      lowest: -FARTHEST_SHIFT,
      highest: FARTHEST_SHIFT,
      step: 1,
      value: 0,
      shown: (value) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value)}`,
    },
    () => draw(),
  );
  let isSafe = true;
  const way = choice(
    covered,
    { label: words.way, options: { safe: words.safe, written: words.as_written }, value: "safe" },
    (value) => {
      isSafe = value === "safe";
      draw();
    },
  );
  reset.onclick = () => {
    rows.forEach(({ moved }, digit) => moved.put(clipped(figures.logits[digit])));
    temperature.put(0);
    shift.put(0);
    way.put("safe");
    isSafe = true;
    draw();
  };

  const logits = () => rows.map(({ moved }) => moved.value());

  function draw() {
    const now = steps(logits(), { temperature: 10 ** temperature.value(), shift: shift.value(), isSafe });
    probabilities = now.probabilities;
    const [first, second] = ranked(now.z);
    write(titles[3], isSafe ? words.exponential_safe : words.exponential);
    rows.forEach(({ moved, z, exponential, share, bar, shown }, digit) => {
      const probability = probabilities[digit];
      write(z, fixed(now.z[digit], 1));
      write(exponential, printed(now.exponentials[digit], (value) => number(value, 2)));
      write(shown, shownShare(probability));
      bar.style.setProperty("--share", String(probability || 0));
      share.classList.toggle("softmax__share--first", digit === first);
      moved.say();
    });
    const isBroken = Number.isNaN(probabilities[first]);
    const told = !isBroken ? words.hard : now.exponentials[first] === 0 ? words.empty : words.broken;
    write(
      hard,
      filled(told, {
        digit: String(first),
        first: shownShare(probabilities[first]),
        second_digit: String(second),
        second: shownShare(probabilities[second]),
      }),
    );
    hard.classList.toggle("softmax__hard--broken", isBroken);
  }

  return {
    covered: [covered],
    facts() {
      const start = steps(logits());
      const [first] = ranked(start.z);
      return {
        factor: number(Math.exp(5), 4),
        digit: String(first),
        probability: shownShare(start.probabilities[first]),
        limit: String(breakingShift(logits())),
      };
    },
    draw() {
      picture.draw(figures.image, filled(words.image, { number: String(figures.number) }));
      draw();
    },
  };
}

/** @param {number} logit */
function clipped(logit) {
  return Math.min(FARTHEST, Math.max(-FARTHEST, logit));
}

/** @param {number} probability */
function shownShare(probability) {
  return printed(probability, percent);
}
