// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest.

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Sent } from "./types.d.ts" */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const screen = loaded(data[0].script);
  screen.then(({ show }) => show(component));
  return () => screen.then(({ leave }) => leave(component));
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
