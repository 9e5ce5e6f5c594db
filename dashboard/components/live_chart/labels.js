// Draws the labels among the curves. They lie over the chart in a drawing of their own, because Plotly knows neither
// collisions nor the room that a name needs.
import { drawing, set, write } from "./dom.js";
import { LETTER, MARK_LETTER, leaderOf, needsLeader, placed } from "./placement.js";

/** @import { PlacedEnd, Scene } from "./types.d.ts" */

export class EndLabels {
  /** @param {Element} parent */
  constructor(parent) {
    this.root = drawing("svg", "live-chart__labels", parent);
    set(this.root, "aria-hidden", "true");
    /** @type {Map<string, SVGGElement>} */
    this.nodes = new Map();
    /** @type {Set<string>} */
    this.seen = new Set();
    /** @type {Map<string | undefined, number>} group -> place among the names, as drawn last */
    this.order = new Map();
  }

  /**
   * @param {Scene} scene
   * @param {string | null} forward
   */
  draw(scene, forward) {
    this.seen.clear();
    const { ends, marks } = placed(scene, forward, this.order);
    this.order = new Map([...ends].sort((a, b) => a.middle - b.middle).map(({ group }, i) => [group, i]));
    const { scale, quiet } = scene.theme;
    for (const { x, text, left, top } of marks) {
      const look = { "font-size": MARK_LETTER * scale, fill: quiet };
      this.#text(`line ${x} ${text}`, "live-chart__mark", [text], [left, top], look);
    }
    for (const end of ends) {
      const look = { "font-size": LETTER * scale, fill: end.colour };
      const group = this.#text(String(end.group), "live-chart__end", end.lines, [end.left, end.middle], look);
      group.classList.toggle("live-chart__end--faded", forward !== null && forward !== end.group);
      drawLeader(/** @type {SVGPathElement} */ (group.firstChild), end);
    }
    for (const [key, node] of this.nodes) {
      if (this.seen.has(key)) continue;
      node.remove();
      this.nodes.delete(key);
    }
  }

  /**
   * Lines of text, vertically in the middle of their place.
   * @param {string} key
   * @param {string} className
   * @param {string[]} lines
   * @param {[number, number]} place
   * @param {Record<string, string | number>} look
   */
  #text(key, className, lines, [left, middle], look) {
    this.seen.add(key);
    const group = this.nodes.get(key) ?? this.#group(className);
    this.nodes.set(key, group);
    const text = /** @type {SVGTextElement} */ (group.lastChild);
    for (const [name, value] of Object.entries(look)) set(text, name, value);
    set(text, "transform", `translate(${left.toFixed(1)} ${middle.toFixed(1)})`);
    while (text.children.length > lines.length) text.lastChild?.remove();
    while (text.children.length < lines.length) drawing("tspan", "", text);
    lines.forEach((line, i) => {
      const span = text.children[i];
      set(span, "x", 0);
      set(span, "dy", i ? "1.1em" : `${(0.35 - 0.55 * (lines.length - 1)).toFixed(2)}em`);
      write(span, line);
    });
    return group;
  }

  /** @param {string} className */
  #group(className) {
    const group = drawing("g", className, this.root);
    drawing("path", "live-chart__leader", group);
    drawing("text", "", group);
    return group;
  }
}

/**
 * @param {SVGPathElement} path
 * @param {PlacedEnd} end
 */
function drawLeader(path, end) {
  const points = needsLeader(end) ? leaderOf(end) : [];
  set(path, "d", points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join(""));
  set(path, "stroke", end.colour);
  set(path, "stroke-dasharray", end.dash === "solid" ? "none" : "3 2");
}
