// Streamlit sends this file along with every update, so it holds nothing but the way to the rest, which the browser keeps,
// and the frame that is seen until the rest is there: title, grid and the word for loading, at their final places.
import { drawn } from "../mounting/loading.js";

/** @import { Component, CurvesChartData, FigureData, LegendData } from "./types.d.ts" */
/** @typedef {FigureData | CurvesChartData | LegendData} Sent */

/** @param {Omit<Component<Sent>, "data"> & { data?: [Sent] }} component */
export default function (component) {
  const { parentElement, data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [given] = data;
  frame(parentElement, given);
  return drawn(component, given.script);
}

/**
 * @param {HTMLElement} parent
 * @param {Sent} data
 */
function frame(parent, data) {
  if (parent.querySelector(":scope > .live-chart, :scope > .live-chart__legend")) return;
  if (data.kind === "legend") return parent.append(part("legend"));
  const root = part("chart", "live-chart");
  const [head, body, message] = [part("head"), part("body"), part("message")];
  head.hidden = !data.title;
  head.append(part("title", "live-chart__title", data.title));
  message.textContent = data.labels.loading;
  body.append(part("grid"), message);
  root.append(head, body);
  parent.append(root);
}

/**
 * @param {string} name
 * @param {string} [className]
 * @param {string} [text]
 */
function part(name, className = `live-chart__${name}`, text = "") {
  const made = document.createElement("div");
  made.className = className;
  made.textContent = text;
  return made;
}
