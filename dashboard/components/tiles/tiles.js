// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest, and the room
// that the tiles take: nothing below may move when the rest is there.

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Sent } from "./board.js" */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { parentElement, data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [{ script, tiles }] = data;
  if (!parentElement.firstChild) {
    const tile = '<div class="tiles__tile"><dt class="tiles__label"></dt><dd class="tiles__value"></dd><dd class="tiles__detail"></dd></div>';
    parentElement.innerHTML = `<div class="tiles"><dl class="tiles__row">${tile.repeat(tiles.length)}</dl><div class="tiles__progress"></div></div>`;
  }
  const board = import(new URL(script, location.href).href);
  board.then(({ show }) => show(component));
  return () => board.then(({ leave }) => leave(component));
}
