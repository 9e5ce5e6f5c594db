// What stands around the curves of a chart: its title and buttons, the message in its middle, its legend.
import { element, set, write } from "./dom.js";
import { Entries } from "./legend.js";
import { asPlot } from "./plot.js";

/** @import { ChartData, Member, Theme } from "./types.d.ts" */

export class Frame {
  /**
   * @param {HTMLElement} parent in which live_chart.js has drawn the frame before this file arrived
   * @param {Member} member
   */
  constructor(parent, member) {
    const part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (parent.querySelector(`.live-chart${name}`));
    this.root = part("");
    this.head = part("__head");
    this.title = part("__title");
    this.body = part("__body");
    this.message = part("__message");
    this.reset = element("button", "chart-tool", this.head);
    this.png = element("button", "chart-tool", this.head);
    this.svg = element("button", "chart-tool", this.head);
    this.plot = asPlot(element("div", "live-chart__plot"));
    this.message.before(this.plot);
    this.entries = new Entries(element("div", "live-chart__legend", this.root), member);
    this.plot.dataset.points = "0";
    this.png.textContent = "PNG";
    this.svg.textContent = "SVG";
    this.reset.hidden = true;
  }

  /**
   * @param {ChartData} data
   * @param {Theme} theme
   */
  draw(data, theme) {
    const { labels } = data;
    // Not before there is something to be said of it: an image without a name is none to who does not see it.
    set(this.plot, "role", "img");
    // A chart without a title is a bare one: no buttons, and no room for a legend it does not have.
    this.head.hidden = !data.title;
    this.entries.root.hidden = !data.shows_legend || (!data.title && !data.legend.length);
    write(this.title, data.title);
    const tools = { reset_zoom: this.reset, download_png: this.png, download_svg: this.svg };
    for (const [name, button] of Object.entries(tools)) {
      const label = labels[/** @type {keyof typeof tools} */ (name)];
      set(button, "aria-label", label);
      set(button, "title", label);
    }
    write(this.reset, labels.reset_zoom);
    write(this.message, this.plot.data ? (data.points ? "" : data.message) : labels.loading);
    if (data.shows_legend) this.entries.draw(data, theme);
  }
}
