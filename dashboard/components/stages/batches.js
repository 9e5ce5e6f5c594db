// Step 4: an epoch through a shuffle buffer, batch by batch, and what the gradient of a batch is worth.
import { bars } from "../kit/bars.js";
import { choice } from "../kit/choice.js";
import { columns } from "../kit/columns.js";
import { fan } from "../kit/fan.js";
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { tabs } from "../kit/tabs.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, fixed, number, percent } from "../text/formats.js";
import { DIGITS, arrows, digitsABatch, expectedNoise, held, tones } from "./batches_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */
/** @import { Point } from "../kit/picture.js" */

/** @typedef {{ buffer: number, counts: Sent, accuracy: number }} Buffer counts of each digit, batch by batch */
/**
 * For each batch size: how far gradients lie from that of all images, how many degrees off they point on average, and
 * those of some batches.
 * @typedef {{ steps: number, length: number, noise: number[], off: number[], angles: number[][] }} Model
 */
/**
 * What learn/steps/batches.py sends.
 * @typedef {object} Figures
 * @property {number} size of the batches of an epoch
 * @property {number} count images of an epoch
 * @property {number} first batches after which a model is tried
 * @property {number} tried images on which it is
 * @property {Buffer[]} buffers
 * @property {number} sample images that are cut into batches of each size
 * @property {number[]} sizes
 * @property {Model[]} models
 */

const DIGIT_NAMES = Array.from({ length: DIGITS }, (_, digit) => String(digit));
const [ACCENT, MUTED] = ["var(--lesson-accent)", "var(--lesson-muted)"];

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, given) {
  const { words } = given;
  const root = element("div", "batches", parent);
  const { panels, open } = tabs(
    root,
    { label: words.tabs, names: { epoch: words.tab_epoch, noise: words.tab_noise } },
    (name) => (name === "epoch" ? epoch : noise).draw(),
  );
  const epoch = ofEpoch(panels.epoch, given);
  const covered = element("div", "batches__noise", panels.noise);
  const noise = ofGradients(covered, given);
  return {
    covered: [covered],
    reveal: () => open("noise"),
    facts: noise.facts,
    draw() {
      epoch.draw();
      noise.draw();
    },
  };
}

/**
 * The batches of an epoch, and what one of them holds.
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 */
function ofEpoch(parent, { figures, words, colours }) {
  const buffers = figures.buffers.map((each) => ({ ...each, counts: numbers(each.counts) }));
  const batches = buffers[0].counts.length / DIGITS;
  let now = buffers[0];
  const named = (/** @type {number} */ size) =>
    size === figures.count ? filled(words.buffer_all, { count: count(size) }) : count(size);
  choice(
    parent,
    {
      label: filled(words.buffer, { count: count(figures.count) }),
      options: Object.fromEntries(buffers.map(({ buffer }, place) => [String(place), named(buffer)])),
      value: "0",
    },
    (place) => {
      now = buffers[Number(place)];
      draw();
    },
  );
  const picture = columns(
    parent,
    { count: batches, rows: DIGIT_NAMES, scale: colours.ink, height: 9 },
    (column) => {
      batch.put(column + 1);
      draw();
    },
  );
  const batch = slider(
    parent,
    {
      label: filled(words.batch, { size: count(figures.size) }),
      lowest: 1,
      highest: batches,
      step: 1,
      value: 1,
      shown: (place) => filled(words.batch_shown, { batch: count(place), batches: count(batches) }),
      said: (place) => said(place),
    },
    () => draw(),
  );
  const counts = bars(parent, { names: DIGIT_NAMES, height: 6.5 });
  const sentence = element("p", "batches__sentence", parent);

  function said(/** @type {number} */ place) {
    const there = held(now.counts, place - 1).flatMap((each, digit) =>
      each ? [filled(words.held, { digit: String(digit), count: count(each) })] : [],
    );
    return filled(words.holds, { batch: count(place), held: there.join(words.comma) });
  }

  function draw() {
    const place = batch.value();
    const ten = held(now.counts, place - 1);
    const all = ten.reduce((sum, each) => sum + each, 0);
    const facts = {
      digits: fixed(digitsABatch(now.counts), 1),
      first: count(figures.first),
      accuracy: percent(now.accuracy),
      tried: count(figures.tried),
      buffer: count(now.buffer),
      batches: count(batches),
    };
    picture.draw(tones(now.counts), place - 1, filled(words.strip, facts));
    counts.draw(
      ten.map((each) => ({ share: each / all, words: each ? count(each) : "", tone: "accent" })),
      said(place),
    );
    batch.say();
    write(sentence, filled(words.mixed, facts));
  }
  return { draw };
}

/**
 * Where the gradients of batches point, and how far they lie from that of all images.
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 */
function ofGradients(parent, { figures, words }) {
  const { sizes, models } = figures;
  let model = models[0];
  const head = element("div", "batches__head", parent);
  const size = slider(
    head,
    {
      label: words.size,
      lowest: 0,
      highest: sizes.length - 1,
      step: 1,
      value: 0,
      shown: (place) => `B = ${count(sizes[place])}`,
    },
    () => draw(),
  );
  const options = Object.fromEntries(
    models.map(({ steps }, place) => [String(place), filled(words[steps ? "trained" : "untrained"], { steps: count(steps) })]),
  );
  choice(head, { label: words.model, options, value: "0" }, (place) => {
    model = models[Number(place)];
    draw();
  });
  const row = element("div", "batches__row", parent);
  const directions = fan(row, { height: 14, label: words.direction });
  const chart = plot(row, {
    x: { log: true, lowest: 1, highest: 1000, label: words.axis_size, shown: count },
    y: { log: true, lowest: 0.1, highest: 100, label: words.axis_noise, shown: (value) => number(value) },
    height: 14,
  });
  const sentence = element("p", "batches__sentence", parent);

  function draw() {
    const place = size.value();
    const { noise, length, off, angles } = model;
    const facts = {
      size: count(sizes[place]),
      noise: number(noise[place], 3),
      length: number(length, 3),
      off: fixed(off[place], 0),
      arrows: count(angles[place].length),
      sample: count(figures.sample),
    };
    directions.draw(arrows(angles[place]), filled(words.fan, facts));
    const ends = [1, 1000];
    chart.draw(
      {
        lines: [
          { points: ends.map((end) => /** @type {Point} */ ([end, length])), colour: MUTED, dashed: true },
          { points: ends.map((end) => /** @type {Point} */ ([end, expectedNoise(noise[0], end)])), colour: MUTED, label: "1/√B" },
        ],
        points: [
          // Named on the left, where no other line is near.
          { at: [1, length], colour: MUTED, radius: 0, label: words.all },
          ...sizes.map((each, number) => ({
            at: /** @type {Point} */ ([each, noise[number]]),
            colour: number === place ? ACCENT : MUTED,
            radius: number === place ? 6 : 4,
          })),
        ],
      },
      filled(words.chart, facts),
    );
    write(sentence, filled(words.scatters, facts));
  }
  return {
    draw,
    facts() {
      const [small, large] = [16, 256].map((asked) => models[0].noise[sizes.indexOf(asked)]);
      return { small: number(small, 3), large: number(large, 3), times: number(small / large, 2) };
    },
  };
}
