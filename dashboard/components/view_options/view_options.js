// Streamlit sends this file along with every update, so it holds nothing but the way to the rest, which the browser keeps.

/** @import { Component } from "../mounting/mounted.js" */
/** @import { OptionsData } from "./options.js" */

/** @param {Omit<Component<OptionsData>, "data"> & { data?: [OptionsData] }} component */
export default function (component) {
  const { data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const options = import(new URL(data[0].script, location.href).href);
  options.then(({ show }) => show(component));
  return () => options.then(({ leave }) => leave(component));
}
