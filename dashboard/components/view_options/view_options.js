// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest, which the browser
// keeps, and what is seen until that is there: the same words at the same places, so that nothing moves.
import { drawn } from "../mounting/loading.js";

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Described } from "./controls.js" */
/** @import { OptionsData } from "./options.js" */

/** @param {Omit<Component<OptionsData>, "data"> & { data?: [OptionsData] }} component */
export default function (component) {
  const { parentElement, data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [{ script, controls }] = data;
  if (!parentElement.querySelector(":scope > .view-options")) {
    parentElement.append(part("view-options", ...controls.map(outline)));
  }
  return drawn(component, script);
}

/** @param {Described} described */
function outline({ kind, label, help, options = {} }) {
  const [words, mark] = [part("view-options__label", label), help ? [part("view-options__help")] : []];
  if (kind === "one of") {
    const segments = Object.values(options).map((each) => part("view-options__segment", each));
    return part("view-options__control", words, part("view-options__segments", ...segments));
  }
  if (kind === "switch") {
    const switching = part("view-options__switch", part("view-options__track"), label);
    return part("view-options__control view-options__control--row", switching, ...mark);
  }
  const head = part("view-options__head", words, ...mark);
  return part("view-options__control view-options__control--slider", head, part("view-options__range"));
}

/**
 * @param {string} className
 * @param {...(Node | string)} content
 */
function part(className, ...content) {
  const made = document.createElement("div");
  made.className = className;
  made.append(...content);
  return made;
}
