// Of step 2: how a pixel's values spread over the images, and an image's over its pixels.
import { choice } from "../kit/choice.js";
import { image } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, fixed, number, percent } from "../text/formats.js";
import { FEWEST, scaled, shares, steps, WHITE } from "./scaling_numbers.js";

/** @import { Given } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */
/** @import { Way } from "./scaling_numbers.js" */

/** @typedef {{ counts: Sent, counted: number, levels: number, first: number, ways: Record<Way, { centre: Sent, spread: Sent }>, deviations: Sent, images: Sent }} Pixels */

const PIXELS = 784;
const ACCENT = "var(--lesson-accent)";

/** What values become, as far as it is drawn. @type {Record<Way, [number, number]>} */
const AXES = { none: [0, WHITE], normalize: [0, 1], standardize: [-2, 8] };

/**
 * @param {HTMLElement} panel
 * @param {Given<{ pixels: Pixels }>} given
 */
export function valuesIn(panel, { figures: { pixels }, words, colours }) {
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
