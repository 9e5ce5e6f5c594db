// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest.

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Sent } from "./types.d.ts" */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const bars = import(new URL(data[0].script, location.href).href);
  bars.then(({ show }) => show(component));
  return () => bars.then(({ leave }) => leave(component));
}
