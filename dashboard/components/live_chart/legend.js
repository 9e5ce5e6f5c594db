// A legend: one button a group, which hides and shows it and brings it forward, in every chart of its link.
import { element, set } from "./dom.js";
import { join } from "./link.js";
import { inTheme, readTheme } from "./theme.js";

const CROWD = 8; // entries beyond which they are drawn smaller

// The entries in `root`, for a `member` of a link: a chart, or a legend that stands by itself.
export class Entries {
  constructor(root, member) {
    this.root = root;
    this.member = member;
    this.buttons = new Map(); // group -> its button
  }

  draw({ legend, words }, theme) {
    const wanted = JSON.stringify([theme.name, legend, words.legend_hint]);
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      this.root.classList.toggle("live-chart__legend--crowded", legend.length > CROWD);
      this.buttons = new Map(legend.map((entry) => [entry.group, this.button(inTheme(entry, theme.name), words)]));
      this.root.replaceChildren(...this.buttons.values());
    }
    for (const [group, button] of this.buttons) set(button, "aria-pressed", !this.member.link.hidden.has(group));
  }

  // Fades all but `group`; null fades none.
  emphasize(group) {
    for (const [other, button] of this.buttons) {
      button.classList.toggle("live-chart__entry--faded", group !== null && other !== group);
    }
  }

  button({ group, label, colour, dashed }, words) {
    const button = element("button", "live-chart__entry");
    const dash = dashed ? 'stroke-dasharray="6 4"' : "";
    button.innerHTML = `<svg width="22" height="8" aria-hidden="true"><line x1="0" y1="4" x2="22" y2="4"
      stroke-width="2.5" stroke="${colour}" ${dash}/></svg>`;
    button.append(label);
    if (words.legend_hint) button.title = words.legend_hint;
    button.onclick = (event) => {
      const modified = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
      this.member.link.press(group, event.detail === 2 ? "again" : modified, this.member);
    };
    button.onpointerenter = (event) => event.pointerType === "mouse" && this.member.link.bringForward(group);
    button.onpointerleave = () => this.member.link.bringForward(null);
    return button;
  }
}

// The one legend of several charts.
export class Legend {
  constructor(parent) {
    this.root = parent.querySelector(":scope > .live-chart__legend") ?? element("div", "live-chart__legend", parent);
    this.root.setAttribute("role", "group");
    this.entries = new Entries(this.root, this);
  }

  update(data, setStateValue) {
    this.data = data;
    this.tell = (hidden) => data.hidden && setStateValue("hidden", hidden);
    join(this, data.link);
    if (data.hidden) this.link.obey(data.hidden);
    set(this.root, "aria-label", data.alt);
    this.schedule();
  }

  groups() {
    return this.data.legend.map((entry) => entry.group);
  }

  // Nothing here takes long enough to wait for a frame.
  schedule() {
    this.entries.draw(this.data, readTheme(this.root));
    this.emphasize();
  }

  emphasize() {
    const { forward } = this.link;
    this.entries.emphasize(this.entries.buttons.has(forward) ? forward : null);
  }

  mark() {}

  remove() {
    this.link?.members.delete(this);
  }
}
