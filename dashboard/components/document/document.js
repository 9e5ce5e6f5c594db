// The language that the document is read aloud in, and its first link; see dashboard/components/document/__init__.py.
import { drawn } from "../mounting/loading.js";

/** @import { Component } from "../mounting/mounted.js" */
/** @typedef {{ language: string, skip: string, not_loaded: string, reload: string, script: string, streamlit: Record<string, string> }} Said */

/** @param {Component<Said>} component */
export default function (component) {
  const [data] = component.data;
  const root = document.documentElement;
  root.lang = data.language;
  // The shell has said this before, in the language that the browser asks for.
  Object.assign(root.dataset, { notLoaded: data.not_loaded, reload: data.reload });
  const link = document.querySelector(LINK);
  if (link) link.textContent = data.skip;
  // Added once, however often this is called: it is the same function.
  document.addEventListener("click", skip, { capture: true });
  return drawn(component, data.script);
}

const LINK = "[data-testid=stSkipToContent]";

/**
 * Streamlit's own target is the beginning of the page's main part, where the choice of language comes first.
 * @param {MouseEvent} event
 */
function skip(event) {
  if (!(event.target instanceof Element) || !event.target.closest(LINK)) return;
  const main = document.querySelector("[data-testid=stMain]");
  const action =
    main?.querySelector("button[kind=primary]:enabled") ?? main?.querySelector("button:enabled:not([role=radio])");
  if (!(action instanceof HTMLElement)) return;
  event.preventDefault();
  event.stopPropagation();
  action.focus();
}
