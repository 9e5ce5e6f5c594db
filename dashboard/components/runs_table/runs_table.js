// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest, and the room
// that the table takes: nothing below may move when the rest is there.
import { drawn } from "../mounting/loading.js";

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Sent } from "./types.d.ts" */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { parentElement, data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [{ script, rows, words }] = data;
  if (!parentElement.querySelector(":scope > .runs-table")) {
    const root = document.createElement("div");
    root.className = "runs-table";
    root.innerHTML = '<p class="runs-table__size"></p><div class="runs-table__frame"></div>';
    const [size, frame] = /** @type {HTMLCollectionOf<HTMLElement>} */ (root.children);
    size.textContent = words.size;
    frame.style.setProperty("--rows", String(rows.length));
    parentElement.append(root);
  }
  return drawn(component, script);
}
