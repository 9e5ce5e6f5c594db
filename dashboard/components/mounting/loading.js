// How an element gets what draws it. Streamlit sends a component's own file inline, along with every run of a page, so
// that holds nothing but the way to the rest, which the browser keeps; `declared.py` puts this one into each of them.

/** @import { Component } from "./mounted.js" */

/**
 * Has the module at `script` show a component once it is there, or says that it did not load. Returns what Streamlit
 * calls at the end.
 *
 * All calls share one promise: of two imports under way the later may be done first, and what an element showed in the
 * end would be what it was told first. What did not load is not asked for again at that address: browsers remember it,
 * too, until the page is loaded anew.
 * @param {Pick<Component<any>, "parentElement">} component
 * @param {string} script relative to any page
 * @param {(url: string) => Promise<any>} [load]
 */
export function drawn(component, script, load = (url) => import(url)) {
  const { parentElement } = component;
  const modules = (/** @type {any} */ (window).softmaxLabModules ??= {});
  /** @type {Promise<any>} */
  const module = (modules[script] ??= load(new URL(script, location.href).href));
  module.then(
    ({ show }) => {
      // It may have been said of the version before this one.
      parentElement.querySelector(":scope > .not-loaded")?.remove();
      show(component);
    },
    () => sayNotLoaded(parentElement),
  );
  return () => module.then(({ leave }) => leave(component), () => {});
}

/**
 * Says it in the place of all that has been prepared, in the page's language: its document has the words.
 * @param {HTMLElement} parent
 */
function sayNotLoaded(parent) {
  const { notLoaded = "", reload = "" } = document.documentElement.dataset;
  const said = document.createElement("p");
  said.className = "not-loaded";
  said.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = reload;
  button.onclick = () => location.reload();
  said.append(notLoaded, " ", button);
  // What has no class is Streamlit's: the style sheet.
  for (const child of parent.querySelectorAll(":scope > [class]")) child.remove();
  parent.append(said);
}
