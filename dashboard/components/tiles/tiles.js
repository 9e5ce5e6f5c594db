// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest, and the room
// that the tiles take: nothing below may move when the rest is there.
import { drawn } from "../mounting/loading.js";

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Sent } from "./board.js" */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { parentElement, data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [{ script, tiles }] = data;
  if (!parentElement.querySelector(":scope > .tiles")) parentElement.append(room(tiles.length));
  return drawn(component, script);
}

/** @param {number} count of tiles */
function room(count) {
  const root = document.createElement("div");
  root.className = "tiles";
  const part = (/** @type {string} */ tag, /** @type {string} */ name) => `<${tag} class="tiles__${name}"></${tag}>`;
  const tile = `<div class="tiles__tile">${part("dt", "label")}${part("dd", "value")}${part("dd", "detail")}</div>`;
  root.innerHTML = `<dl class="tiles__row">${tile.repeat(count)}</dl>${part("div", "progress")}`;
  return root;
}
