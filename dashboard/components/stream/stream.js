// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest.

/** @import { Watching } from "./watch.js" */

/** @param {{ data?: [Watching & { script: string }], parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void }} component */
export default function ({ data, parentElement, setTriggerValue }) {
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [given] = data;
  const script = loaded(given.script);
  script.then(({ watch }) => watch(parentElement, given, () => setTriggerValue("changed", true)));
  return () => script.then(({ leave }) => leave(parentElement));
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
