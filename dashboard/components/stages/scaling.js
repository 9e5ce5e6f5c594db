// Step 2: why pixels are scaled, what that makes of them, what moments do before, an outlier, and what a leak is worth.
import { bars } from "../kit/bars.js";
import { choice } from "../kit/choice.js";
import { image } from "../kit/image.js";
import { levelLine } from "../kit/levels.js";
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { tabs } from "../kit/tabs.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, fixed, loss, number, percent } from "../text/formats.js";
import { momentsIn } from "./scaling_moments.js";
import { descend, levels, scaled, shares, wayLeft, within, withOutlier } from "./scaling_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */
/** @import { Point } from "../kit/picture.js" */
/** @import { Targets } from "./moments_numbers.js" */

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

/**
 * @typedef {object} Figures as learn/steps/scaling.py sends them
 * @property {Two} two
 * @property {{ counts: Sent, counted: number, levels: number, first: number, ways: Record<Way, { centre: Sent, spread: Sent }>, deviations: Sent, images: Sent }} pixels
 * @property {Sent} outlier
 * @property {Targets & { digit: number }} moments
 * @property {{ steps: number, judged: number, image: Sent, added: number[], honest: number[], leaking: number[] }} leak
 */

const STEPS = 20; // of descent
const PIXELS = 784;
const WHITE = 255;
const BRIGHTEST = 10 * WHITE; // of the outlier
const ACCENT = "var(--lesson-accent)";
const MUTED = "var(--lesson-muted)";
const FEWEST = 1e-4; // the lowest share that is drawn

/** What values become, as far as it is drawn. @type {Record<Way, [number, number]>} */
const AXES = { none: [0, WHITE], normalize: [0, 1], standardize: [-2, 8] };

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, given) {
  const { words } = given;
  const root = element("div", "scaling", parent);
  const names = {
    descent: words.tab_descent,
    values: words.tab_values,
    moments: words.tab_moments,
    outlier: words.tab_outlier,
    leak: words.tab_leak,
  };
  const shown = tabs(root, { label: words.tabs, names }, (name) => parts[/** @type {keyof typeof parts} */ (name)].draw());
  const { panels } = shown;
  const descent = descentIn(panels.descent, given);
  const parts = {
    descent,
    values: valuesIn(panels.values, given),
    moments: momentsIn(panels.moments, given),
    outlier: outlierIn(panels.outlier, given),
    leak: leakIn(panels.leak, given),
  };
  return {
    covered: [descent.covered],
    facts: descent.facts,
    draw() {
      for (const part of Object.values(parts)) part.draw();
    },
  };
}

/**
 * The loss over two weights, before and after.
 * @param {HTMLElement} panel
 * @param {Given<Figures>} given
 */
function descentIn(panel, { figures: { two }, words }) {
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

/**
 * How a pixel's values spread over the images, and an image's over its pixels.
 * @param {HTMLElement} panel
 * @param {Given<Figures>} given
 */
function valuesIn(panel, { figures: { pixels }, words, colours }) {
  const counts = numbers(pixels.counts);
  const bins = counts.length / PIXELS;
  const images = numbers(pixels.images);
  const deviations = numbers(pixels.deviations);
  const ways = Object.fromEntries(
    Object.entries(pixels.ways).map(([way, { centre, spread }]) => [way, { centre: numbers(centre), spread: numbers(spread) }]),
  );
  /** @type {Way} */
  let way = "none";
  let ofImage = false;
  let marked = pixels.first;
  let digit = 0;

  const controls = element("div", "scaling__controls", panel);
  choice(
    controls,
    { label: words.way, options: { none: words.none, normalize: words.normalize, standardize: words.standardize }, value: way },
    (value) => {
      way = /** @type {Way} */ (value);
      draw();
    },
  );
  choice(controls, { label: words.values_of, options: { pixel: words.one_pixel, image: words.one_image }, value: "pixel" }, (value) => {
    ofImage = value === "image";
    draw();
  });
  const both = element("div", "scaling__values", panel);
  const chooser = element("div", "scaling__chooser", both);
  const onePixel = element("div", "", chooser);
  element("p", "scaling__title", onePixel).textContent = words.choose_pixel;
  const spreads = image(
    onePixel,
    {
      scale: colours.ink,
      said: ({ pixel, row, column }) =>
        filled(words.pixel, { row: String(row), column: String(column), deviation: fixed(deviations[pixel], 0) }),
    },
    (pixel) => {
      if (pixel === null) return spreads.show(marked);
      marked = pixel;
      drawPlot();
    },
  );
  const oneImage = element("div", "", chooser);
  choice(
    oneImage,
    { label: words.choose_image, options: Object.fromEntries(Array.from({ length: 10 }, (_, each) => [each, String(each)])), value: "0" },
    (value) => {
      digit = Number(value);
      draw();
    },
  );
  const inScale = image(oneImage, { scale: colours.evidence, signed: true });
  const half = element("div", "scaling__half", both);
  const drawn = plot(half, {
    x: { lowest: 0, highest: 1, label: words.axis_value, shown: number },
    y: { lowest: FEWEST, highest: 4, log: true, label: "", shown: (value) => percent(value, value < 0.001 ? 2 : value < 0.01 ? 1 : 0) },
    height: 15,
  });
  const said = element("p", "scaling__said scaling__said--long", panel);

  const valuesOf = () => {
    const { centre, spread } = ways[way];
    return Array.from({ length: PIXELS }, (_, pixel) => scaled(images[PIXELS * digit + pixel], centre[pixel], spread[pixel]));
  };

  function drawPlot() {
    const [lowest, highest] = AXES[way];
    Object.assign(drawn.axes.x, { lowest, highest });
    drawn.axes.y.label = ofImage ? words.axis_pixels : words.axis_images;
    if (ofImage) {
      const values = valuesOf();
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const sentence = filled(words[`image_${way}`], { digit: String(digit), least: number(least, 2), most: number(most, 3) });
      write(said, sentence);
      const found = shares(values, lowest, highest, 40);
      drawn.draw({ areas: [{ points: steps(found, (bin) => lowest + (bin / 40) * (highest - lowest)), colour: ACCENT, base: FEWEST }] }, sentence);
      return;
    }
    const [centre, spread] = [ways[way].centre[marked], ways[way].spread[marked]];
    const own = counts.subarray(bins * marked, bins * (marked + 1));
    const edge = (/** @type {number} */ bin) =>
      Math.min(highest, Math.max(lowest, scaled(Math.min(WHITE, bin * pixels.levels), centre, spread)));
    const [mean, deviation] = [scaled(ways.standardize.centre[marked], centre, spread), deviations[marked] / (spread || 1)];
    const sentence = filled(spread > 0 ? words[`pixel_${way}`] : words.pixel_constant, {
      counted: count(pixels.counted),
      mean: number(Math.abs(mean) < 1e-4 ? 0 : mean, 3),
      deviation: number(deviation, 3),
      least: number(scaled(0, centre, spread), 2),
      most: number(scaled(WHITE, centre, spread), 3),
    });
    write(said, sentence);
    const clipped = (/** @type {number} */ value) => Math.min(highest, Math.max(lowest, value));
    drawn.draw(
      {
        areas: [{ points: steps(Array.from(own, (each) => each / pixels.counted), edge), colour: ACCENT, base: FEWEST }],
        lines: spread > 0 ? [{ points: [[clipped(mean - deviation), 2], [clipped(mean + deviation), 2]], colour: "currentColor" }] : [],
        points: spread > 0 ? [{ at: [mean, 2], colour: "currentColor", label: words.mean_mark }] : [],
      },
      sentence,
    );
  }

  function draw() {
    onePixel.hidden = ofImage;
    oneImage.hidden = !ofImage;
    if (ofImage) {
      const limit = Math.max(...AXES[way].map(Math.abs)) / 2;
      inScale.draw(
        Int8Array.from(valuesOf(), (value) => Math.max(-127, Math.min(127, Math.round((127 * value) / limit)))),
        filled(words.image_alt, { digit: String(digit), way: words[way] }),
      );
    } else {
      spreads.draw(Array.from(deviations, (value) => Math.min(WHITE, 2 * value)), words.spreads_alt);
      spreads.show(marked);
    }
    drawPlot();
  }
  return { draw };
}

/**
 * The outline of bars: shares over the edges between which they stand.
 * @param {number[]} found
 * @param {(bin: number) => number} edge of which a bar begins
 * @returns {Point[]}
 */
function steps(found, edge) {
  return found.flatMap((share, bin) => {
    const height = Math.max(FEWEST, share);
    return /** @type {Point[]} */ ([[edge(bin), height], [edge(bin + 1), height]]);
  });
}

/**
 * One value among many that is far too large.
 * @param {HTMLElement} panel
 * @param {Given<Figures>} given
 */
function outlierIn(panel, { figures, words }) {
  const values = numbers(figures.outlier);
  element("p", "scaling__about", panel).textContent = filled(words.outlier_about, { count: count(values.length) });
  const broken = slider(
    panel,
    { label: words.outlier, lowest: WHITE, highest: BRIGHTEST, step: 15, value: WHITE, shown: (value) => count(value) },
    () => draw(),
  );
  const bins = 16;
  const found = shares(values.subarray(1), 0, WHITE + 1, bins);
  const sound = withOutlier(values, values[0]);
  const ends = (/** @type {number[]} */ others) => [Math.min(...others), Math.max(...others)];
  // Both scalings keep distances in proportion: the bars stay bars.
  const edgeBetween = (/** @type {number[]} */ others) => (/** @type {number} */ bin) => {
    const [least, most] = ends(others);
    return least + (Math.min(WHITE, bin * (256 / bins)) / WHITE) * (most - least);
  };
  const plots = element("div", "scaling__plots", panel);
  const sides = [/** @type {const} */ ("normalize"), /** @type {const} */ ("standardize")].map((way) => {
    const half = element("div", "scaling__half", plots);
    element("p", "scaling__title", half).textContent = words[way];
    const [lowest, highest] = way === "normalize" ? [0, 1] : [-2, 4];
    const drawn = plot(half, {
      x: { lowest, highest, label: words.axis_value, shown: number },
      y: { lowest: 0.001, highest: 1, log: true, label: "", shown: (value) => percent(value, value < 0.01 ? 1 : 0) },
      height: 14,
    });
    return { way, drawn, said: element("p", "scaling__said", half) };
  });

  function draw() {
    const now = withOutlier(values, broken.value());
    for (const { way, drawn, said } of sides) {
      const { others, broken: far, width } = now[way];
      const { highest } = drawn.axes.x;
      const [least, most] = ends(others);
      const sentence = filled(words.outlier_said, {
        count: count(others.length),
        least: number(Math.abs(least) < 1e-9 ? 0 : least, 2),
        most: number(most, 2),
        width: percent(width, 0),
        outlier: number(far, 3),
      });
      write(said, sentence);
      drawn.draw(
        {
          areas: [{ points: steps(found, edgeBetween(others)), colour: ACCENT, base: 0.001 }],
          lines: [{ points: steps(found, edgeBetween(sound[way].others)), colour: "currentColor", dashed: true }],
          points: far <= highest ? [{ at: [far, 0.002], colour: "var(--lesson-wrong)", radius: 5 }] : [],
        },
        sentence,
      );
    }
  }
  return { draw };
}

/**
 * What statistics of training and test images together make of a model.
 * @param {HTMLElement} panel
 * @param {Given<Figures>} given
 */
function leakIn(panel, { figures: { leak }, words, colours }) {
  const test = numbers(leak.image);
  element("p", "scaling__about", panel).textContent = filled(words.leak_about, { steps: String(leak.steps), judged: count(leak.judged) });
  const added = slider(
    panel,
    {
      label: words.added,
      lowest: 0,
      highest: leak.added.length - 1,
      step: 1,
      value: 0,
      shown: (place) => filled(words.added_levels, { levels: String(leak.added[place]) }),
    },
    () => draw(),
  );
  const both = element("div", "scaling__leak", panel);
  const drawn = bars(both, { names: [words.honest, words.leaking], height: 13 });
  const picture = image(both, { scale: colours.ink });
  const said = element("p", "scaling__said scaling__said--long", panel);

  function draw() {
    const place = added.value();
    const [honest, leaking] = [leak.honest[place], leak.leaking[place]];
    const points = 100 * (leaking - honest);
    const sayings = { honest: percent(honest, 1), leaking: percent(leaking, 1), points: fixed(Math.abs(points), 1), levels: String(leak.added[place]) };
    const kind = Math.abs(points) < 1 ? "same" : points > 0 ? "better" : "worse";
    const sentence = filled(words[`leak_${kind}`], sayings);
    write(said, sentence);
    picture.draw(
      test.map((value) => Math.min(WHITE, value + leak.added[place])),
      filled(words.added_alt, { levels: String(leak.added[place]) }),
    );
    drawn.draw(
      [
        { share: honest, words: sayings.honest, tone: "accent" },
        { share: leaking, words: sayings.leaking },
      ],
      sentence,
    );
  }
  return { draw };
}
