// A legend: one button a group, which hides and shows it and brings it forward, in every chart of its link.
import { drawing, element, set } from "./dom.js";
import { joined } from "./link.js";
import { inTheme, readTheme } from "./theme.js";

/** @import { ChartData, Component, Labels, LegendData, LegendEntry, Member, Theme } from "./types.d.ts" */

const CROWD = 8; // entries beyond which they are drawn smaller

/** The entries in `root`, for a `member` of a link: a chart, or a legend that stands by itself. */
export class Entries {
  /**
   * @param {HTMLElement} root
   * @param {Member} member
   */
  constructor(root, member) {
    this.root = root;
    this.member = member;
    /** @type {Map<string, HTMLButtonElement>} group -> its button */
    this.buttons = new Map();
    this.drawn = "";
  }

  /**
   * @param {Pick<LegendData | ChartData, "legend" | "labels">} data
   * @param {Theme} theme
   */
  draw({ legend, labels }, theme) {
    const wanted = JSON.stringify([theme.name, legend, labels.legend_hint]);
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      this.root.classList.toggle("live-chart__legend--crowded", legend.length > CROWD);
      this.buttons = new Map(legend.map((entry) => [entry.group, this.#button(entry, theme, labels)]));
      this.root.replaceChildren(...this.buttons.values());
    }
    for (const [group, button] of this.buttons) {
      set(button, "aria-pressed", !this.member.link?.selection.hidden.has(group));
    }
  }

  /**
   * Fades all but `group`; null fades none.
   * @param {string | null} group
   */
  emphasize(group) {
    for (const [other, button] of this.buttons) {
      button.classList.toggle("live-chart__entry--faded", group !== null && other !== group);
    }
  }

  /**
   * @param {LegendEntry} entry
   * @param {Theme} theme
   * @param {Labels} labels
   */
  #button({ group, label, colour, dashed }, theme, labels) {
    const button = element("button", "live-chart__entry");
    button.append(sample(inTheme(colour, theme.name), dashed), label);
    button.title = labels.legend_hint;
    button.onclick = (event) => this.member.link?.press(group, kindOf(event), this.member);
    button.onpointerenter = (event) => event.pointerType === "mouse" && this.member.link?.bringForward(group);
    button.onpointerleave = () => this.member.link?.bringForward(null);
    return button;
  }
}

/**
 * What a click on an entry asks for. The keyboard, which knows no double click, has Shift and the like for it.
 * @param {Pick<MouseEvent, "detail" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">} event
 */
export function kindOf(event) {
  if (event.detail === 2) return "again";
  return event.shiftKey || event.ctrlKey || event.metaKey || event.altKey ? "alone" : "toggle";
}

/**
 * A piece of a curve.
 * @param {string} colour
 * @param {boolean} dashed
 */
function sample(colour, dashed) {
  const box = drawing("svg", "");
  for (const [name, value] of Object.entries({ width: 22, height: 8, "aria-hidden": "true" })) set(box, name, value);
  const line = drawing("line", "", box);
  const look = { x1: 0, y1: 4, x2: 22, y2: 4, "stroke-width": 2.5, stroke: colour };
  for (const [name, value] of Object.entries(dashed ? { ...look, "stroke-dasharray": "6 4" } : look)) {
    set(line, name, value);
  }
  return box;
}

/**
 * The one legend of several charts.
 * @implements {Member}
 */
export class Legend {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root =
      /** @type {HTMLElement | null} */ (parent.querySelector(":scope > .live-chart__legend")) ??
      element("div", "live-chart__legend", parent);
    this.root.setAttribute("role", "group");
    this.entries = new Entries(this.root, this);
    /** @type {import("./link.js").Link | undefined} */
    this.link = undefined;
  }

  /**
   * @param {LegendData} data
   * @param {Component<LegendData>["setStateValue"]} setStateValue
   */
  update(data, setStateValue) {
    this.data = data;
    this.link = joined(this, data, setStateValue);
    set(this.root, "aria-label", data.alt);
    this.schedule();
  }

  groups() {
    return this.data?.legend.map((entry) => entry.group) ?? [];
  }

  // Nothing here takes long enough to wait for a frame.
  schedule() {
    if (!this.data) return;
    this.entries.draw(this.data, readTheme(this.root));
    this.emphasize();
  }

  emphasize() {
    const forward = this.link?.selection.forward ?? null;
    this.entries.emphasize(forward !== null && this.entries.buttons.has(forward) ? forward : null);
  }

  remove() {
    this.link?.leave(this);
  }
}
