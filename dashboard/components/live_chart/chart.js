// One Plotly chart in one lasting element. `show` is called with every new set of data and whenever Streamlit's theme
// changes; the figure's format is described in dashboard/figures/__init__.py.

import { element, set, write } from "./dom.js";
import { Words, marginOf } from "./labels.js";
import { Entries, Legend } from "./legend.js";
import { loadPlotly } from "./library.js";
import { join } from "./link.js";
import { download } from "./picture.js";
import { inTheme, readTheme, rootSize } from "./theme.js";
import { logTicks, sameTicks } from "./ticks.js";
import { Reading } from "./tooltip.js";
import { unpackTraces } from "./traces.js";

const shown = new WeakMap(); // a component's element -> its chart or legend

export function show({ parentElement, data: [data], setStateValue }) {
  if (!parentElement.isConnected) return; // It has left the page while this file was being loaded.
  let mine = shown.get(parentElement);
  if (!mine) shown.set(parentElement, (mine = data.kind === "legend" ? new Legend(parentElement) : new Chart(parentElement)));
  mine.update(data, setStateValue);
}

// Streamlit also calls this when a newer update overtook this one; only a chart that left the page is taken down.
export function leave({ parentElement }) {
  if (parentElement.isConnected) return;
  shown.get(parentElement)?.remove();
  shown.delete(parentElement);
}

class Chart {
  // The frame is there already: components/live_chart.js draws it before this file has arrived.
  constructor(parent) {
    this.root = parent.querySelector(":scope > .live-chart");
    const part = (name) => this.root.querySelector(`.live-chart__${name}`);
    [this.head, this.title, this.body, this.message] = ["head", "title", "body", "message"].map(part);
    this.reset = element("button", "live-chart__tool", this.head);
    this.png = element("button", "live-chart__tool", this.head);
    this.svg = element("button", "live-chart__tool", this.head);
    this.plot = element("div", "live-chart__plot");
    this.message.before(this.plot);
    this.words = new Words(this.body);
    this.entries = new Entries(element("div", "live-chart__legend", this.root), this);
    this.plot.dataset.points = "0";
    this.png.textContent = "PNG";
    this.svg.textContent = "SVG";
    this.reset.hidden = true;
    this.reset.onclick = () => this.follow();
    this.png.onclick = () => download(this, "png");
    this.svg.onclick = () => download(this, "svg");
    // Axis -> {type, range} the user chose; an axis that is not here follows the data. Kept here and not by Plotly's
    // `uirevision`, which would carry the numbers of a linear axis over to a logarithmic one.
    this.zoom = {};
    this.curves = []; // what is drawn, in numbers; see `unpackTraces`
    this.marks = []; // vertical lines that have words
    this.pointer = null;
    this.reading = new Reading(this);
    for (const kind of ["pointermove", "pointerdown", "pointerup"]) {
      this.plot.addEventListener(kind, (event) => this.point(event));
    }
    // A finger leaves when it is lifted; what it has tapped remains until it taps elsewhere.
    this.plot.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.point(null));
    this.elsewhere = (event) => !this.plot.contains(event.target) && this.pointer && this.point(null);
    document.addEventListener("pointerdown", this.elsewhere);
    // The wheel scrolls the page; with Ctrl or Cmd, which is also what pinching a touchpad sends, it zooms.
    this.plot.addEventListener("wheel", (event) => event.ctrlKey || event.metaKey || event.stopPropagation(), true);
    this.size = ""; // room as last drawn
    // Observing begins with a call; drawing everything again for it would double the time that a new chart takes. The
    // head is as high as the page's letters ask.
    this.sizes = new ResizeObserver(() => this.size !== this.room() && this.schedule());
    this.sizes.observe(this.body);
    this.sizes.observe(this.head);
  }

  update(data, setStateValue) {
    if (this.data && data.view !== this.data.view) this.zoom = {};
    this.data = data;
    this.tell = (hidden) => data.hidden && setStateValue("hidden", hidden);
    join(this, data.link);
    if (data.hidden) this.link.obey(data.hidden);
    this.schedule();
  }

  groups() {
    return this.data.legend.map((entry) => entry.group);
  }

  room() {
    return `${this.body.clientWidth} ${this.body.clientHeight} ${rootSize()}`;
  }

  // Draws once a frame at most, and always the newest data: what came while a frame was being drawn is skipped.
  schedule() {
    this.frame ??= requestAnimationFrame(async () => {
      try {
        await this.draw();
      } finally {
        this.frame = undefined;
        if (this.stale) this.schedule();
      }
    });
    this.stale = true;
  }

  async draw() {
    this.stale = false;
    this.theme = readTheme(this.root);
    this.describe();
    let Plotly;
    try {
      Plotly = await loadPlotly(this.data.plotly);
    } catch {
      write(this.message, this.data.words.unavailable);
      return;
    }
    // A redraw under a zoom box that is being dragged would end the drag.
    if (this.plot._dragging) {
      this.waiting ??= setTimeout(() => ((this.waiting = undefined), this.schedule()), 50);
      return;
    }
    const { clientWidth: width, clientHeight: height } = this.body;
    if (!width || !height || !this.root.isConnected) return;
    this.size = this.room();
    const data = this.data;
    const first = !this.plot.data;
    const layout = this.layout(data, width, height);
    const { traces, curves } = unpackTraces(data, this.theme, this.link.hidden);
    this.curves = curves;
    await Plotly.react(this.plot, traces, layout, CONFIG);
    // Ticks of a logarithmic axis that follows its data are known once it has been drawn.
    if (["xaxis", "yaxis"].some((name) => !sameTicks(layout[name], this.logTicks(name, layout[name])))) this.schedule();
    this.plot.dataset.points = String(data.points);
    if (first) this.begin();
    this.emphasize();
    if (data.reading) this.reading.update();
    else this.hoverAgain(Plotly);
  }

  // What the words among the curves depend on, on the screen or, with another `size` of the plotting area, in a picture.
  figure({ size = this.plot._fullLayout._size, width = this.body.clientWidth } = {}) {
    const { xaxis, yaxis } = this.plot._fullLayout;
    const inPixels = ({ type, range: [low, high] }, length) => (value) =>
      (((type === "log" ? Math.log10(value) : value) - low) / (high - low)) * length;
    const fromBottom = inPixels(yaxis, size.h);
    return {
      curves: this.curves,
      marks: this.marks,
      theme: this.theme,
      size,
      width,
      x: inPixels(xaxis, size.w),
      y: (value) => size.h - fromBottom(value),
      zoomed: "yaxis" in this.zoom,
    };
  }

  // Fades all but the group that is brought forward. Plotly draws none of it: a style costs nothing, survives no longer
  // than the class that asks for it, and is put on anew after every redraw.
  emphasize() {
    if (!this.plot.data) return;
    const { forward } = this.link;
    const isDrawn = forward !== null && this.curves.some((curve) => curve.group === forward);
    for (const node of this.plot.querySelectorAll(".scatterlayer > .trace")) {
      const { meta: group, uid } = node.__data__?.[0]?.trace ?? {};
      node.classList.toggle("live-chart__faded", isDrawn && group !== forward && group !== undefined);
      // The curve itself, neither its band nor its raw values.
      node.classList.toggle("live-chart__forward", isDrawn && group === forward && /^\d+$/.test(uid));
    }
    this.entries.emphasize(isDrawn ? forward : null);
    this.words.draw(this.figure(), isDrawn ? forward : null);
    this.reading.emphasize(isDrawn ? forward : null);
  }

  mark(x) {
    this.reading.mark(x);
  }

  point(event) {
    this.pointer = event;
    if (this.data?.reading) this.reading.schedule();
  }

  layout(data, width, height) {
    const { theme } = this;
    const { scale } = theme;
    const layout = inTheme(data.layout, theme.name);
    const axis = {
      gridcolor: theme.grid,
      linecolor: theme.line,
      zerolinecolor: theme.grid,
      zerolinewidth: 1,
      spikecolor: theme.quiet,
      spikethickness: 1,
      spikedash: "solid",
      tickcolor: theme.line,
      tickfont: { color: theme.quiet, size: 12 * scale },
      // Plotly would measure every label at every redraw, a tenth of its time, for those that the edge might cut.
      ticklabeloverflow: "allow",
    };
    // Fixed margins: measured ones cost a second layout at every update, and the axes would jump with their labels.
    const margin = {
      l: (layout.yaxis.title.text ? 60 : 46) * scale,
      r: marginOf(data, theme, width),
      t: 10 * scale,
      b: (layout.xaxis.title.text ? 46 : 28) * scale,
    };
    // What an empty chart says stands in the middle of its plotting area.
    this.message.style.left = `${(width + margin.l - margin.r) / 2}px`;
    this.lengths = { xaxis: width - margin.l - margin.r, yaxis: height - margin.t - margin.b };
    for (const name of ["xaxis", "yaxis"]) {
      const own = { ...axis, ...layout[name] };
      own.title = { standoff: 8 * scale, font: { size: 12 * scale, color: theme.quiet }, ...own.title };
      const zoom = this.zoom[name];
      if (zoom && zoom.type === own.type) own.range = zoom.range.slice();
      else delete this.zoom[name];
      own.autorange = !own.range;
      if (own.type === "log") Object.assign(own, this.logTicks(name, own));
      layout[name] = own;
    }
    const isMark = ({ type, x0, x1, label }) => type === "line" && x0 === x1 && label?.text;
    const shapes = layout.shapes ?? [];
    this.marks = shapes.filter(isMark).map(({ x0, label }) => ({ at: x0, text: label.text, side: label.textposition }));
    layout.shapes = shapes.map(({ label, ...shape }) => {
      if (!label || isMark({ label, ...shape })) return shape;
      return { ...shape, label: { ...label, font: { size: 11 * scale, color: theme.quiet } } };
    });
    this.reset.hidden = !Object.keys(this.zoom).length;
    return {
      dragmode: COARSE_POINTER ? false : "zoom",
      ...layout,
      width,
      height,
      margin,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, color: theme.text, size: 13 * scale },
      hoverlabel: {
        bgcolor: theme.background,
        bordercolor: theme.line,
        font: { family: theme.font, color: theme.text, size: 12 * scale },
        namelength: -1,
      },
    };
  }

  // The ticks of axis `name` where it is logarithmic.
  logTicks(name, { type, range, zero }) {
    const drawn = this.plot._fullLayout?.[name];
    if (type !== "log") return {};
    const room = this.lengths[name] / ((name === "xaxis" ? 37 : 26) * this.theme.scale);
    return logTicks(range ?? (drawn?.type === "log" ? drawn.range : [-1, 1]), room, zero);
  }

  // Once Plotly has drawn for the first time.
  begin() {
    this.root.classList.add("live-chart--drawn");
    this.plot.on("plotly_relayout", (change) => {
      for (const name of ["xaxis", "yaxis"]) {
        if (Object.keys(change).some((key) => key.startsWith(`${name}.range`))) {
          const { type, range } = this.plot._fullLayout[name];
          this.zoom[name] = { type, range: range.slice() };
          this.schedule();
        } else if (change[`${name}.autorange`]) {
          delete this.zoom[name];
          this.schedule();
        }
      }
    });
    this.plot.on("plotly_doubleclick", () => this.follow());
    // Only charts without a box of their own have these.
    this.plot.on("plotly_hover", ({ points: [point] }) => this.link.bringForward(point?.data.meta || null));
    this.plot.on("plotly_unhover", () => this.link.bringForward(null));
    this.describe();
  }

  follow() {
    this.zoom = {};
    this.schedule();
  }

  // A redraw takes the box at the pointer away, although the pointer has not moved.
  hoverAgain(Plotly) {
    if (!this.pointer) return;
    const box = this.plot.getBoundingClientRect();
    const { l, t, w, h } = this.plot._fullLayout._size;
    const xpx = this.pointer.clientX - box.left - l;
    const ypx = this.pointer.clientY - box.top - t;
    if (xpx >= 0 && ypx >= 0 && xpx <= w && ypx <= h) Plotly.Fx.hover(this.plot, { xpx, ypx });
  }

  // Everything around the curves.
  describe() {
    const { data, theme } = this;
    const { words } = data;
    // Not before there is something to be said of it: an image without a name is none to who does not see it.
    set(this.plot, "role", "img");
    set(this.plot, "aria-label", data.alt);
    // A chart without a title is a bare one: no buttons, and no room for a legend it does not have.
    this.head.hidden = !data.title;
    this.entries.root.hidden = !data.shows_legend || (!data.title && !data.legend.length);
    write(this.title, data.title);
    for (const [button, text] of [
      [this.reset, words.reset_zoom],
      [this.png, words.download_png],
      [this.svg, words.download_svg],
    ]) {
      set(button, "aria-label", text);
      set(button, "title", text);
    }
    write(this.reset, words.reset_zoom);
    write(this.message, !this.plot.data ? words.loading : data.points ? "" : data.message);
    if (data.shows_legend) this.entries.draw(data, theme);
  }

  remove() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.waiting);
    this.sizes.disconnect();
    document.removeEventListener("pointerdown", this.elsewhere);
    this.reading.remove();
    this.link?.members.delete(this);
    if (this.plot.data) window.Plotly.purge(this.plot);
  }
}

const COARSE_POINTER = matchMedia("(pointer: coarse)").matches;
const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: true, showTips: false };
