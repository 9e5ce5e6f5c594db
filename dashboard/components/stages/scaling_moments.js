// Of step 2: what moments make of a digit, however it leans and however wide it is written.
import { choice } from "../kit/choice.js";
import { image } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { slider } from "../kit/slider.js";
import { element, write } from "../live_chart/dom.js";
import { filled, fixed } from "../text/formats.js";
import { momentsOf, normalized, slanted } from "./moments_numbers.js";

/** @import { Given } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */
/** @import { Targets } from "./moments_numbers.js" */

const PIXELS = 784;
const DIGITS = 10;

/**
 * @param {HTMLElement} panel
 * @param {Given<{ pixels: { images: Sent }, moments: Targets & { digit: number } }>} given
 */
export function momentsIn(panel, { figures, words, colours }) {
  const images = numbers(figures.pixels.images);
  const targets = figures.moments;
  let { digit } = targets;
  element("p", "scaling__about", panel).textContent = words.moments_about;
  choice(
    panel,
    {
      label: words.choose_image,
      options: Object.fromEntries(Array.from({ length: DIGITS }, (_, each) => [each, String(each)])),
      value: String(digit),
    },
    (value) => {
      digit = Number(value);
      draw();
    },
  );
  const controls = element("div", "scaling__sliders", panel);
  const lean = slider(
    controls,
    {
      label: words.moments_slant,
      lowest: -0.6,
      highest: 0.6,
      step: 0.05,
      value: 0.3,
      shown: (value) => filled(words.moments_columns, { columns: fixed(value, 2) }),
    },
    () => draw(),
  );
  const stretch = slider(
    controls,
    {
      label: words.moments_width,
      lowest: 0.6,
      highest: 1.4,
      step: 0.05,
      value: 1,
      shown: (value) => filled(words.times, { value: fixed(value, 2) }),
    },
    () => draw(),
  );
  const both = element("div", "scaling__moments", panel);
  const sides = [/** @type {const} */ ("before"), /** @type {const} */ ("after")].map((side) => {
    const half = element("div", "scaling__half", both);
    element("p", "scaling__title", half).textContent = words[`moments_${side}`];
    return { side, picture: image(half, { scale: colours.ink }), said: element("p", "scaling__said", half) };
  });

  function draw() {
    const before = slanted(images.subarray(PIXELS * digit, PIXELS * (digit + 1)), lean.value(), stretch.value());
    const after = normalized(before, targets);
    for (const { side, picture, said } of sides) {
      const shown = side === "before" ? before : after;
      const { slant, height, width } = momentsOf(shown, targets.steepest);
      const found = { digit: String(digit), slant: fixed(Math.abs(slant) < 0.005 ? 0 : slant, 2), height: fixed(height, 1), width: fixed(width, 1) };
      write(said, filled(words.moments_said, found));
      picture.draw(shown.map(Math.round), filled(words[`moments_${side}_alt`], found));
    }
  }
  return { draw };
}
