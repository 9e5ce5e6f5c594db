// The few things that every part of a chart does to the document. Touched only where it changes, so that focus and
// tooltips stay.

/** @import { Measure, Theme } from "./types.d.ts" */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Element} [parent]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  if (made instanceof HTMLButtonElement) made.type = "button";
  parent?.append(made);
  return made;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Element} [parent]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function drawing(tag, className, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  made.setAttribute("class", className);
  parent?.append(made);
  return made;
}

/**
 * @param {Element} node
 * @param {string} attribute
 * @param {string | number | boolean} value
 */
export function set(node, attribute, value) {
  if (node.getAttribute(attribute) !== String(value)) node.setAttribute(attribute, String(value));
}

/**
 * @param {Node} node
 * @param {string} text
 */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @type {CanvasRenderingContext2D | null | undefined} */
let ruler;
/** @type {Map<string, number>} */
const measured = new Map();

/**
 * @param {Theme} theme
 * @returns {Measure}
 */
export function measureIn({ font, scale }) {
  return (text, letter, weight) => {
    const style = `${weight} ${letter * scale}px ${font}`;
    const key = `${style}\n${text}`;
    let width = measured.get(key);
    if (width === undefined) {
      ruler ??= document.createElement("canvas").getContext("2d");
      if (ruler) ruler.font = style;
      width = ruler?.measureText(text).width ?? 0;
      measured.set(key, width);
    }
    return width;
  };
}
