// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest, and the room
// that the images take: nothing below may move when the rest is there.
import { drawn } from "../mounting/loading.js";

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Sent } from "./types.d.ts" */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { parentElement, data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  if (!parentElement.querySelector(":scope > .image-grid")) parentElement.append(room(data[0]));
  return drawn(component, data[0].script);
}

/** @param {Sent} sent */
function room({ captions, columns, columns_on_phone, largest, scale, note }) {
  const root = document.createElement("div");
  root.className = "image-grid";
  root.style.cssText = `--columns: ${columns}; --columns-on-phone: ${columns_on_phone}; --largest: ${largest}px`;
  const cell = (/** @type {string} */ caption) =>
    `<figure class="image-grid__cell"><canvas></canvas><figcaption class="image-grid__caption">${caption && "–"}</figcaption></figure>`;
  root.innerHTML =
    `<div class="image-grid__cells">${captions.map(({ caption }) => cell(caption)).join("")}</div>` +
    `<div class="image-grid__scale"${scale ? "" : " hidden"}><div class="image-grid__bar"></div><span>–</span></div>` +
    `<div class="image-grid__note">${note && "–"}</div>`;
  return root;
}
