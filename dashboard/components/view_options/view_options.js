// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest, which the browser
// keeps, and what is seen until that is there: the same words at the same places, so that nothing moves.

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
  const options = loaded(script);
  options.then(({ show }) => show(component));
  return () => options.then(({ leave }) => leave(component));
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

/**
 * The module, by one promise for all calls: of two imports under way the later may be done first, and what an element
 * showed in the end would be what it was told first.
 * @param {string} script
 * @returns {Promise<any>}
 */
function loaded(script) {
  const modules = (/** @type {any} */ (window).softmaxLabModules ??= {});
  return (modules[script] ??= import(new URL(script, location.href).href));
}
