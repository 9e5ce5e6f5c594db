// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest.
import { drawn } from "../mounting/loading.js";

/** @import { Component } from "../mounting/mounted.js" */
/** @import { Sent } from "./types.d.ts" */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  return drawn(component, data[0].script);
}
