// Of step 2: one value among many that is far too large.
import { numbers } from "../kit/numbers.js";
import { plot } from "../kit/plot.js";
import { slider } from "../kit/slider.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, number, percent } from "../text/formats.js";
import { shares, steps, WHITE, withOutlier } from "./scaling_numbers.js";

/** @import { Given } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */

const BRIGHTEST = 10 * WHITE;
const ACCENT = "var(--lesson-accent)";

/**
 * @param {HTMLElement} panel
 * @param {Given<{ outlier: Sent }>} given
 */
export function outlierIn(panel, { figures, words }) {
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
