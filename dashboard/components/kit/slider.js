// A number to slide: the browser's own control, with its name and its value in words beside it.
import { element, set, write } from "../live_chart/dom.js";

/**
 * @typedef {object} Described
 * @property {string} label
 * @property {number} lowest
 * @property {number} highest
 * @property {number} step
 * @property {number} value
 * @property {(value: number) => string} shown the value as it is read, with its unit
 * @property {(value: number) => string} [said] how it is read aloud, where that is more
 * @property {boolean} [bare] where the words beside it stand elsewhere, and are only to be read aloud
 */

/** @typedef {{ root: HTMLElement, input: HTMLInputElement, value: () => number, put: (value: number) => void, say: () => void }} Slider */

let made = 0;

/**
 * `change` is called while it is moved. `put` moves it from elsewhere, without a call; `say` says the value anew, where
 * `shown` or `said` depend on more.
 * @param {Element} parent
 * @param {Described} described
 * @param {(value: number) => void} change
 * @returns {Slider}
 */
export function slider(parent, { label, lowest, highest, step, value, shown, said = shown, bare = false }, change) {
  const root = element("div", `kit-slider${bare ? " kit-slider--bare" : ""}`, parent);
  const name = element("label", "kit-slider__label", root);
  const output = element("output", "kit-slider__value", root);
  const input = element("input", "kit-slider__range", root);
  made += 1;
  name.textContent = label;
  name.htmlFor = input.id = `kit-slider-${made}`;
  output.htmlFor.add(input.id);
  Object.assign(input, { type: "range", min: String(lowest), max: String(highest), step: String(step) });
  const now = () => input.valueAsNumber;
  const say = () => {
    write(output, shown(now()));
    set(input, "aria-valuetext", said(now()));
    input.style.setProperty("--share", String((now() - lowest) / (highest - lowest)));
  };
  const put = (/** @type {number} */ wanted) => {
    input.value = String(wanted);
    say();
  };
  input.oninput = () => {
    say();
    change(now());
  };
  put(value);
  return { root, input, value: now, put, say };
}
