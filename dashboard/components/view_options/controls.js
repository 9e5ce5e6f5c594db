// The kinds of choices, made of the browser's own controls, which keyboards and screen readers know.
import { element } from "../live_chart/dom.js";

/**
 * @typedef {object} Described as dashboard/components/view_options/__init__.py describes it
 * @property {"one of" | "switch" | "slider"} kind
 * @property {string} name
 * @property {string} label
 * @property {string} [help]
 * @property {Record<string, string>} [options]
 * @property {number} [lowest]
 * @property {number} [highest]
 * @property {number} [step]
 * @property {[string, string] | null} [only]
 */

/** @typedef {(value: unknown, calm?: boolean) => void} Choose */
/** @typedef {{ root: HTMLElement, show: (value: any, isUseless: boolean) => void }} Drawn what says what is chosen */

let made = 0; // names of groups and of helps on this page

/** @type {Record<Described["kind"], (described: Described, choose: Choose) => Drawn>} */
export const CONTROLS = { "one of": oneOf, switch: switched, slider };

/**
 * @param {Described} described
 * @param {Choose} choose
 */
function oneOf({ name, label, options = {} }, choose) {
  const root = element("fieldset", "view-options__control");
  element("legend", "view-options__label", root).textContent = label;
  const row = element("div", "view-options__segments", root);
  made += 1;
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  for (const [value, words] of Object.entries(options)) {
    const segment = element("label", "view-options__segment", row);
    const input = element("input", "view-options__hidden", segment);
    Object.assign(input, { type: "radio", name: `${name}-${made}`, value });
    input.onchange = () => choose(value);
    element("span", "", segment).textContent = words;
    inputs.set(value, input);
  }
  return {
    root,
    show: (/** @type {string} */ value) => {
      for (const [each, input] of inputs) input.checked = each === value;
    },
  };
}

/**
 * @param {Described} described
 * @param {Choose} choose
 */
function switched({ label, help }, choose) {
  const root = element("div", "view-options__control view-options__control--row");
  const switching = element("label", "view-options__switch", root);
  const input = element("input", "view-options__hidden", switching);
  Object.assign(input, { type: "checkbox" });
  input.setAttribute("role", "switch");
  input.onchange = () => choose(input.checked);
  element("span", "view-options__track", switching);
  element("span", "", switching).textContent = label;
  helped(root, input, help);
  return { root, show: (/** @type {boolean} */ value) => void (input.checked = value) };
}

/**
 * @param {Described} described
 * @param {Choose} choose
 */
function slider({ label, help, lowest = 0, highest = 1, step = 0.1 }, choose) {
  const root = element("div", "view-options__control view-options__control--slider");
  const head = element("div", "view-options__head", root);
  const words = element("label", "view-options__label", head);
  const shown = element("output", "view-options__value", head);
  const input = element("input", "view-options__range", root);
  made += 1;
  words.textContent = label;
  words.htmlFor = input.id = `view-options-${made}`;
  Object.assign(input, { type: "range", min: String(lowest), max: String(highest), step: String(step) });
  helped(head, input, help);
  head.append(shown);
  const show = (/** @type {number} */ value, isUseless = false) => {
    input.disabled = isUseless;
    input.value = String(value);
    shown.textContent = value.toFixed(2);
    input.style.setProperty("--share", String((value - lowest) / (highest - lowest)));
  };
  input.oninput = () => {
    show(input.valueAsNumber);
    choose(input.valueAsNumber, true);
  };
  return { root, show };
}

/**
 * What a control is for: at a mark beside it for whoever points at it, and with the control for whoever hears it.
 * @param {HTMLElement} root
 * @param {HTMLInputElement} input
 * @param {string} [help]
 */
function helped(root, input, help) {
  if (!help) return;
  made += 1;
  const mark = element("span", "view-options__help", root);
  const words = element("span", "view-options__words", mark);
  words.id = `view-options-${made}`;
  words.textContent = help;
  input.setAttribute("aria-describedby", words.id);
}
