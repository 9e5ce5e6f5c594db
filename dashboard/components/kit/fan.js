// Directions: arrows from one place, beside one that points straight up, with which they are compared.
import { drawing, element, set } from "../live_chart/dom.js";

/**
 * @param {Element} parent
 * @param {{ height: number, label: string }} described the height in rem; what the arrow upwards is called
 */
export function fan(parent, { height, label }) {
  const root = element("div", "kit-fan", parent);
  root.style.height = `${height}rem`;
  const svg = drawing("svg", "kit-fan__svg", root);
  // From -1 to 1 across, and from a bit below 0 to a bit above 1.
  set(svg, "viewBox", "-115 -115 230 160");
  set(svg, "role", "img");
  return {
    root,
    /**
     * @param {[number, number][]} ends of the arrows, right and up, in lengths of the one upwards
     * @param {string} alt
     */
    draw(ends, alt) {
      set(svg, "aria-label", alt);
      svg.replaceChildren();
      const arc = drawing("path", "kit-fan__arc", svg);
      set(arc, "d", "M-100 0A100 100 0 0 1 100 0M-112 0H112");
      for (const end of ends) arrow(svg, "kit-fan__arrow", end);
      arrow(svg, "kit-fan__straight", [0, 1]);
      const name = drawing("text", "kit-fan__label", svg);
      set(name, "y", -105);
      name.textContent = label;
    },
  };
}

/**
 * @param {SVGElement} svg
 * @param {string} className
 * @param {[number, number]} end
 */
function arrow(svg, className, end) {
  set(drawing("path", className, svg), "d", arrowPath(end));
}

/**
 * An arrow of 100 units in the drawing, whose y goes down.
 * @param {[number, number]} end
 */
export function arrowPath([right, up]) {
  const [x, y] = [100 * right, -100 * up];
  // The two strokes of its head, 8 back and 4 aside.
  const side = (/** @type {number} */ by) => `M${px(x)} ${px(y)}L${px(x - 8 * right + by * up)} ${px(y + 8 * up + by * right)}`;
  return `M0 0L${px(x)} ${px(y)}${side(4)}${side(-4)}`;
}

/** @param {number} length */
function px(length) {
  return Math.round(100 * length) / 100 + 0; // no -0
}
