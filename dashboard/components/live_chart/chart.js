// One Plotly chart in one lasting element. `show` is called with every new set of data and whenever Streamlit's theme
// changes; the figure's format is described in dashboard/figures/__init__.py.
import { element, measureIn, set, write } from "./dom.js";
import { EndLabels } from "./labels.js";
import { hasItsTicks, layoutOf, marksOf } from "./layout.js";
import { Entries, Legend } from "./legend.js";
import { joined } from "./link.js";
import { download } from "./picture.js";
import { pixelsOf } from "./placement.js";
import { asPlot, drawn, drawnTraces, isDragged, loadPlotly } from "./plot.js";
import { readTheme, rootSize } from "./theme.js";
import { Tooltip } from "./tooltip.js";
import { unpackTraces } from "./traces.js";
import { Zoom } from "./zoom.js";

/** @import { ChartData, Component, Curve, Drawn, Hidden, LegendData, Mark, Member, Scene, Size, Theme } from "./types.d.ts" */
/** @import { PlotlyLibrary } from "./plot.js" */

/** @type {WeakMap<HTMLElement, Chart | Legend>} a component's element -> what is in it */
const shown = new WeakMap();

const COARSE_POINTER = matchMedia("(pointer: coarse)").matches;
const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: true, showTips: false };

/** @param {Component<ChartData | LegendData>} component */
export function show({ parentElement, data: [data], setStateValue }) {
  if (!parentElement.isConnected) return; // It has left the page while this file was being loaded.
  const known = shown.get(parentElement);
  if (data.kind === "legend") {
    const legend = known instanceof Legend ? known : new Legend(parentElement);
    shown.set(parentElement, legend);
    legend.update(data, setStateValue);
  } else {
    const chart = known instanceof Chart ? known : new Chart(parentElement);
    shown.set(parentElement, chart);
    chart.update(data, setStateValue);
  }
}

/**
 * Streamlit also calls this when a newer update overtook this one; only a chart that left the page is taken down.
 * @param {Pick<Component<unknown>, "parentElement">} component
 */
export function leave({ parentElement }) {
  if (parentElement.isConnected) return;
  shown.get(parentElement)?.remove();
  shown.delete(parentElement);
}

/** @implements {Member} */
export class Chart {
  /** @param {HTMLElement} parent in which live_chart.js has drawn the frame before this file arrived */
  constructor(parent) {
    const part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (parent.querySelector(`.live-chart${name}`));
    this.root = part("");
    this.head = part("__head");
    this.title = part("__title");
    this.body = part("__body");
    this.message = part("__message");
    this.reset = element("button", "live-chart__tool", this.head);
    this.png = element("button", "live-chart__tool", this.head);
    this.svg = element("button", "live-chart__tool", this.head);
    this.plot = asPlot(element("div", "live-chart__plot"));
    this.message.before(this.plot);
    this.endLabels = new EndLabels(this.body);
    this.entries = new Entries(element("div", "live-chart__legend", this.root), this);
    this.plot.dataset.points = "0";
    this.png.textContent = "PNG";
    this.svg.textContent = "SVG";
    this.reset.hidden = true;
    this.reset.onclick = () => this.followData();
    this.png.onclick = () => download(this, "png");
    this.svg.onclick = () => download(this, "svg");
    this.zoom = new Zoom();
    /** @type {Curve[]} what is drawn, in numbers */
    this.curves = [];
    /** @type {Mark[]} */
    this.marks = [];
    this.tooltip = new Tooltip(this);
    this.size = ""; // room as last drawn
    /** @type {ChartData | undefined} */
    this.data = undefined;
    /** @type {Theme | undefined} */
    this.theme = undefined;
    /** @type {PlotlyLibrary | undefined} */
    this.plotly = undefined;
    /** @type {import("./link.js").Link | undefined} */
    this.link = undefined;
    /** @type {(hidden: Hidden) => void} */
    this.tell = () => {};
    /** @type {number | undefined} */
    this.frame = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    this.stale = false;
    // Observing begins with a call; drawing everything again for it would double the time that a new chart takes. The
    // head is as high as the page's letters ask.
    this.sizes = new ResizeObserver(() => this.size !== this.#room() && this.schedule());
    this.sizes.observe(this.body);
    this.sizes.observe(this.head);
    this.#listen();
  }

  #listen() {
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown", "pointerup"])) {
      this.plot.addEventListener(kind, (event) => this.#point(event));
    }
    // A finger leaves when it is lifted; what it has tapped remains until it taps elsewhere.
    this.plot.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.#point(null));
    document.addEventListener("pointerdown", this.#elsewhere);
    // The wheel scrolls the page; with Ctrl or Cmd, which is also what pinching a touchpad sends, it zooms.
    this.plot.addEventListener("wheel", (event) => event.ctrlKey || event.metaKey || event.stopPropagation(), true);
  }

  /** @param {PointerEvent} event */
  #elsewhere = ({ target }) => {
    if (this.tooltip.pointer && !this.plot.contains(/** @type {Node} */ (target))) this.#point(null);
  };

  /**
   * @param {ChartData} data
   * @param {Component<ChartData>["setStateValue"]} setStateValue
   */
  update(data, setStateValue) {
    if (this.data && data.view !== this.data.view) this.zoom.clear();
    this.data = data;
    this.link = joined(this, data, setStateValue);
    this.schedule();
  }

  groups() {
    return this.data?.legend.map((entry) => entry.group) ?? [];
  }

  #room() {
    return `${this.body.clientWidth} ${this.body.clientHeight} ${rootSize()}`;
  }

  // Draws once a frame at most, and always the newest data: what came while a frame was being drawn is skipped.
  schedule() {
    this.frame ??= requestAnimationFrame(async () => {
      try {
        await this.#draw();
      } finally {
        this.frame = undefined;
        if (this.stale) this.schedule();
      }
    });
    this.stale = true;
  }

  async #draw() {
    this.stale = false;
    const { data } = this;
    // What has left the page since this frame was asked for has no colours any more.
    if (!data || !this.root.isConnected) return;
    this.theme = readTheme(this.root);
    this.#describe(data, this.theme);
    try {
      this.plotly = await loadPlotly(data.plotly);
    } catch {
      write(this.message, data.labels.unavailable);
      return;
    }
    if (isDragged(this.plot)) {
      this.waiting ??= setTimeout(() => {
        this.waiting = undefined;
        this.schedule();
      }, 50);
      return;
    }
    if (this.body.clientWidth && this.body.clientHeight && this.root.isConnected) await this.#react(this.plotly);
  }

  /** @param {PlotlyLibrary} plotly */
  async #react(plotly) {
    const { data, theme, zoom, link } = this;
    if (!data || !theme || !link) return;
    const { clientWidth: width, clientHeight: height } = this.body;
    this.size = this.#room();
    const around = { theme, measure: measureIn(theme), width, height, zoom };
    const layout = layoutOf(data, { ...around, drawn: drawn(this.plot) });
    // What an empty chart says stands in the middle of its plotting area.
    this.message.style.left = `${(width + layout.margin.l - layout.margin.r) / 2}px`;
    this.reset.hidden = !zoom.isOn;
    this.marks = marksOf(data.layout);
    const { traces, curves } = unpackTraces(data, theme, link.selection.hidden);
    this.curves = curves;
    const isFirst = !this.plot.data;
    await plotly.react(this.plot, traces, { dragmode: COARSE_POINTER ? false : "zoom", ...layout }, CONFIG);
    if (!hasItsTicks(layout, data, { ...around, drawn: drawn(this.plot) })) this.schedule();
    this.plot.dataset.points = String(data.points);
    if (isFirst) this.#begin(data, theme);
    this.emphasize();
    if (data.tooltip) this.tooltip.update();
    else this.#hoverAgain(plotly);
  }

  /**
   * What the labels among the curves depend on, on the screen or, with another `size` and `width`, in a picture.
   * @param {Drawn} shown
   * @param {{ size?: Size, width?: number }} [picture]
   * @returns {Scene}
   */
  scene({ size: onScreen, xaxis, yaxis }, { size = onScreen, width = this.body.clientWidth } = {}) {
    const theme = this.theme ?? readTheme(this.root);
    const fromBottom = pixelsOf(yaxis, size.h);
    return {
      curves: this.curves,
      marks: this.marks,
      theme,
      size,
      width,
      x: pixelsOf(xaxis, size.w),
      y: (value) => size.h - fromBottom(value),
      zoomed: this.zoom.has("yaxis"),
      measure: measureIn(theme),
    };
  }

  // Fades all but the group that is brought forward. Plotly draws none of it: a style costs nothing, survives no longer
  // than the class that asks for it, and is put on anew after every redraw.
  emphasize() {
    const now = drawn(this.plot);
    if (!this.plot.data || !now) return;
    const wanted = this.link?.selection.forward ?? null;
    const forward = this.curves.some((curve) => curve.group === wanted) ? wanted : null;
    for (const { node, group, isCurve } of drawnTraces(this.plot)) {
      node.classList.toggle("live-chart__faded", forward !== null && group !== forward && group !== undefined);
      node.classList.toggle("live-chart__forward", forward !== null && group === forward && isCurve);
    }
    this.entries.emphasize(forward);
    this.endLabels.draw(this.scene(now), forward);
    this.tooltip.emphasize(forward);
  }

  /** @param {number | null} x */
  mark(x) {
    this.tooltip.mark(x);
  }

  /** @param {PointerEvent | null} event */
  #point(event) {
    if (this.data?.tooltip) this.tooltip.follow(event);
    else this.tooltip.pointer = event;
  }

  /**
   * Once Plotly has drawn for the first time.
   * @param {ChartData} data
   * @param {Theme} theme
   */
  #begin(data, theme) {
    this.root.classList.add("live-chart--drawn");
    this.plot.on("plotly_relayout", (change) => {
      const now = drawn(this.plot);
      if (now && this.zoom.heed(change, now)) this.schedule();
    });
    this.plot.on("plotly_doubleclick", () => this.followData());
    // Only charts without a tooltip of their own have these.
    this.plot.on("plotly_hover", ({ points: [point] }) => this.link?.bringForward(point?.data.meta || null));
    this.plot.on("plotly_unhover", () => this.link?.bringForward(null));
    this.#describe(data, theme);
  }

  followData() {
    this.zoom.clear();
    this.schedule();
  }

  /**
   * A redraw takes Plotly's box at the pointer away, although the pointer has not moved.
   * @param {PlotlyLibrary} plotly
   */
  #hoverAgain(plotly) {
    const [{ pointer }, now] = [this.tooltip, drawn(this.plot)];
    if (!pointer || !now) return;
    const { l, t, w, h } = now.size;
    const box = this.plot.getBoundingClientRect();
    const xpx = pointer.clientX - box.left - l;
    const ypx = pointer.clientY - box.top - t;
    if (xpx >= 0 && ypx >= 0 && xpx <= w && ypx <= h) plotly.Fx.hover(this.plot, { xpx, ypx });
  }

  /**
   * Everything around the curves.
   * @param {ChartData} data
   * @param {Theme} theme
   */
  #describe(data, theme) {
    const { labels } = data;
    // Not before there is something to be said of it: an image without a name is none to who does not see it.
    set(this.plot, "role", "img");
    set(this.plot, "aria-label", data.alt);
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

  remove() {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    clearTimeout(this.waiting);
    this.sizes.disconnect();
    document.removeEventListener("pointerdown", this.#elsewhere);
    this.tooltip.remove();
    this.link?.leave(this);
    if (this.plot.data) this.plotly?.purge(this.plot);
  }
}
