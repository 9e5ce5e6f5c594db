// Step 3: the scale of the initial weights to move, and what the model says before it has learnt anything.
import { bars } from "../kit/bars.js";
import { image } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, fixed, loss, number, percent } from "../text/formats.js";
import { probabilities, stride } from "./initial_numbers.js";
import { ranked } from "./softmax_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */
/** @import { Point } from "../kit/picture.js" */

/**
 * What learn/steps/initial.py sends: what is one for each scale is packed.
 * @typedef {object} Figures
 * @property {number[]} scales
 * @property {number} tutorial the place of the tutorial's own among them
 * @property {number} decade places of the slider in each
 * @property {number} count images of which loss and gradient are
 * @property {Sent} images
 * @property {number[]} labels
 * @property {number[][]} logits with weights of scale 1
 * @property {number[]} bias
 * @property {Sent} losses
 * @property {Sent} gradients
 * @property {Sent} sureness
 * @property {Sent} accuracies
 * @property {number} length of all weights of scale 1
 * @property {number} rate
 */

const PIXELS = 784;
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const EVEN = Math.log(10); // the loss of who says 10% to each digit

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, { figures, words, colours }) {
  const { scales, decade, labels } = figures;
  const pixels = numbers(figures.images);
  const known = {
    losses: numbers(figures.losses),
    gradients: numbers(figures.gradients),
    sureness: numbers(figures.sureness),
    accuracies: numbers(figures.accuracies),
  };
  const scale = (/** @type {number} */ place) => number(scales[Math.round(place)], 2);
  const at = (/** @type {number} */ place) => {
    const [gradient, length] = [known.gradients[place], scales[place] * figures.length];
    return {
      scale: scale(place),
      value: loss(known.losses[place]),
      even: loss(EVEN),
      sureness: percent(known.sureness[place]),
      accuracy: percent(known.accuracies[place]),
      ...told({ length, gradient, rate: figures.rate }),
      count: count(figures.count),
    };
  };

  const root = element("div", "initial", parent);
  const moved = slider(
    root,
    {
      label: words.scale,
      lowest: 0,
      highest: scales.length - 1,
      step: 1,
      value: figures.tutorial,
      shown: (place) => `s = ${scale(place)}`,
    },
    () => draw(),
  );
  const shown = element("div", "initial__images", root);
  const rows = labels.map((label) => {
    const row = element("div", "initial__image", shown);
    const picture = image(row, { scale: colours.ink });
    const shares = bars(row, { names: DIGITS, height: 6 });
    const said = element("p", "initial__said", row);
    return { label, picture, shares, said };
  });

  const covered = element("div", "initial__covered", root);
  const x = {
    lowest: 0,
    highest: (scales.length - 1) / decade,
    label: words.axis_scale,
    shown: (/** @type {number} */ power) => scale(power * decade),
  };
  const plots = element("div", "initial__plots", covered);
  const y = { log: true, shown: (/** @type {number} */ value) => number(value) };
  const losses = plot(plots, { x, y: { ...y, lowest: 1, highest: 1000, label: words.axis_loss }, height: 10 });
  const lengths = plot(plots, { x, y: { ...y, lowest: 0.01, highest: 3000, label: words.axis_length }, height: 10 });
  const sentence = element("p", "initial__sentence", covered);

  const curve = (/** @type {(place: number) => number} */ value) =>
    scales.map((_, place) => /** @type {Point} */ ([place / decade, value(place)]));
  const ofLoss = curve((place) => known.losses[place]);
  // A length of 0 has no place on a logarithmic axis.
  const ofWeights = curve((place) => scales[place] * figures.length).filter(([, length]) => length >= 0.01);
  const ofSteps = curve((place) => figures.rate * known.gradients[place]);
  const [accent, muted] = ["var(--lesson-accent)", "var(--lesson-muted)"];

  function draw() {
    const place = moved.value();
    for (const [number, { label, shares, said }] of rows.entries()) {
      const ten = probabilities(figures.logits[number], figures.bias, scales[place]);
      const [first] = ranked(ten);
      const sayings = { label: String(label), digit: String(first), share: percent(ten[label]), first: percent(ten[first]) };
      const sentence = filled(first === label ? words.image_right : words.image_wrong, sayings);
      write(said, sentence);
      shares.draw(
        ten.map((share, digit) => {
          if (digit === label) return { share, words: "✓", tone: "right" };
          return digit === first ? { share, words: "✗", tone: "wrong" } : { share, words: "" };
        }),
        sentence,
      );
    }
    const now = at(place);
    const across = place / decade;
    losses.draw(
      {
        lines: [
          { points: [[0, EVEN], [x.highest, EVEN]], colour: muted, dashed: true, label: words.even },
          { points: ofLoss, colour: accent },
        ],
        points: [{ at: [across, known.losses[place]], colour: accent, radius: 5 }],
      },
      filled(words.losses, now),
    );
    const length = scales[place] * figures.length;
    lengths.draw(
      {
        lines: [
          { points: ofSteps, colour: muted, label: words.one_step },
          { points: ofWeights, colour: accent, label: words.weights },
        ],
        points: [
          { at: [across, figures.rate * known.gradients[place]], colour: muted, radius: 5 },
          ...(length >= 0.01 ? [{ at: /** @type {Point} */ ([across, length]), colour: accent, radius: 5 }] : []),
        ],
      },
      filled(words.lengths, now),
    );
    write(sentence, filled(words.sentence, now));
  }

  return {
    covered: [covered],
    facts() {
      const largest = at(scales.length - 1);
      return { ...largest, small_gradient: at(figures.tutorial).gradient };
    },
    draw() {
      rows.forEach(({ picture, label }, number) => {
        const bytes = pixels.slice(number * PIXELS, (number + 1) * PIXELS);
        picture.draw(bytes, filled(words.image, { label: String(label) }));
      });
      draw();
    },
  };
}

/**
 * Lengths, as they are said.
 * @param {{ length: number, gradient: number, rate: number }} start
 */
function told(start) {
  const { moved, steps } = stride(start);
  return {
    gradient: fixed(start.gradient, 2),
    length: number(start.length, 3),
    moved: fixed(moved, 2),
    rate: number(start.rate),
    steps: number(steps, 2),
  };
}
