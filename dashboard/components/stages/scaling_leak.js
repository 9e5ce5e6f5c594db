// Of step 2: what statistics of training and test images together make of a model.
import { bars } from "../kit/bars.js";
import { image } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { slider } from "../kit/slider.js";
import { element, write } from "../live_chart/dom.js";
import { count, filled, fixed, percent } from "../text/formats.js";
import { WHITE } from "./scaling_numbers.js";

/** @import { Given } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */

/** @typedef {{ steps: number, judged: number, image: Sent, added: number[], honest: number[], leaking: number[] }} Leak */

/**
 * @param {HTMLElement} panel
 * @param {Given<{ leak: Leak }>} given
 */
export function leakIn(panel, { figures: { leak }, words, colours }) {
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
