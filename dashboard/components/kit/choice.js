// One of a few ways: radio buttons that look like one switch with several places.
import { element } from "../live_chart/dom.js";

let made = 0;

/**
 * @param {Element} parent
 * @param {{ label: string, options: Record<string, string>, value: string }} described options by value
 * @param {(value: string) => void} change
 * @returns {{ root: HTMLElement, put: (value: string) => void }}
 */
export function choice(parent, { label, options, value }, change) {
  const root = element("fieldset", "kit-choice", parent);
  element("legend", "kit-choice__label", root).textContent = label;
  const row = element("div", "kit-choice__row", root);
  made += 1;
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  for (const [each, words] of Object.entries(options)) {
    const segment = element("label", "kit-choice__segment", row);
    const input = element("input", "kit-choice__input", segment);
    Object.assign(input, { type: "radio", name: `kit-choice-${made}`, value: each });
    input.onchange = () => change(each);
    element("span", "", segment).textContent = words;
    inputs.set(each, input);
  }
  const put = (/** @type {string} */ wanted) => {
    for (const [each, input] of inputs) input.checked = each === wanted;
  };
  put(value);
  return { root, put };
}
