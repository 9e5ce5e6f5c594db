// One Plotly chart in one lasting element. `show` is called with every new set of data and whenever Streamlit's theme
// changes; the figure's format is described in dashboard/figures/__init__.py.
import { figureOf } from "./curves.js";
import { measureIn, set, write } from "./dom.js";
import { Frame } from "./frame.js";
import { EndLabels } from "./labels.js";
import { hasItsTicks, layoutOf, marksOf } from "./layout.js";
import { Legend } from "./legend.js";
import { joined } from "./link.js";
import { download } from "./picture.js";
import { pixelsOf } from "./placement.js";
import { drawn, drawnTraces, hoverAgain, isDragged, loadPlotly, loadedPlotly, redraw } from "./plot.js";
import { experimentsOf, withResults } from "./results.js";
import { Seldom } from "./seldom.js";
import { Sources } from "./sources.js";
import { readTheme, rootSize } from "./theme.js";
import { Tooltip } from "./tooltip.js";
import { unpackTraces } from "./traces.js";
import { Turns } from "./turns.js";
import { Zoom } from "./zoom.js";

/** @import { ChartData, Component, Curve, CurvesChartData, Drawn, FigureData, LegendData } from "./types.d.ts" */
/** @import { Mark, Member, Scene, Size, Theme } from "./types.d.ts" */
/** @import { PlotlyLibrary } from "./plot.js" */

/** @type {WeakMap<HTMLElement, Chart | Legend>} a component's element -> what is in it */
const shown = new WeakMap();

const turns = new Turns();
const SELDOM = 1000; // milliseconds between redraws that nobody sees, and between descriptions in words
const CALM = 500; // milliseconds between redraws of results, in which every point moves

// Milliseconds for which a chart goes on showing what it did while its new figures are on their way: drawing it empty
// first would blink, and take as long as they do.
const PATIENCE = 250;

/** @param {Component<FigureData | CurvesChartData | LegendData>} component */
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
    this.frame = new Frame(parent, this);
    this.plot = this.frame.plot;
    this.body = this.frame.body;
    this.endLabels = new EndLabels(this.body);
    this.frame.reset.onclick = () => this.followData();
    for (const kind of /** @type {const} */ (["png", "svg"])) this.frame[kind].onclick = () => download(this, kind);
    this.zoom = new Zoom();
    /** @type {Curve[]} what is drawn, in numbers */
    this.curves = [];
    /** @type {Mark[]} */
    this.marks = [];
    this.tooltip = new Tooltip(this);
    /** @type {{ width: number, height: number, letter: number } | undefined} */
    this.room = undefined;
    /** @type {FigureData | CurvesChartData | undefined} */
    this.sent = undefined;
    /** @type {ChartData | undefined} what was sent, with the figure that was made of it */
    this.data = undefined;
    /** @type {Theme | undefined} read anew once the page may have another one */
    this.theme = undefined;
    /** @type {PlotlyLibrary | undefined} */
    this.plotly = undefined;
    /** @type {import("./link.js").Link | undefined} */
    this.link = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    this.isDrawing = false;
    this.isStale = false;
    this.sources = new Sources(() => this.#hear());
    this.subject = "";
    this.described = "";
    this.unseen = new Seldom(SELDOM, () => this.schedule());
    this.calm = new Seldom(CALM, () => this.schedule());
    this.words = new Seldom(SELDOM, () => this.data && set(this.plot, "aria-label", this.data.alt));
    // Observing begins with a call; drawing everything again for it would double the time that a new chart takes. The
    // head is as high as the page's letters ask.
    this.sizes = new ResizeObserver(() => this.#measure() && this.schedule());
    this.sizes.observe(this.body);
    this.sizes.observe(this.frame.head);
    this.isSeen = true;
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => this.#see(isIntersecting));
    this.sight.observe(this.frame.root);
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
   * @param {FigureData | CurvesChartData} sent
   * @param {Component<unknown>["setStateValue"]} setStateValue
   */
  update(sent, setStateValue) {
    this.sent = sent;
    this.theme = undefined;
    this.link = joined(this, sent, setStateValue);
    const courses = sent.kind === "curves" ? sent.curves.courses : [];
    const results = sent.kind === "figure" && sent.results;
    const experiments = results ? experimentsOf(results) : courses.flatMap(({ experiment }) => experiment ?? []);
    this.sources.listen(experiments);
    this.described = "";
    const isOnItsWay = experiments.some((each) => !this.sources.of(each).state);
    if (this.data && isOnItsWay) setTimeout(() => this.schedule(), PATIENCE);
    else this.schedule();
  }

  /** The stream has brought something. */
  #hear() {
    if (!this.isSeen) this.unseen.ask();
    else if (this.sent?.kind === "figure") this.calm.ask();
    else this.schedule();
  }

  groups() {
    return this.sent?.legend.map((entry) => entry.group) ?? [];
  }

  /** @param {boolean} isSeen */
  #see(isSeen) {
    this.isSeen = isSeen;
    if (isSeen) this.schedule();
  }

  /** Returns whether there is another room than before, or letters of another size. */
  #measure() {
    const { clientWidth: width, clientHeight: height } = this.body;
    const room = { width, height, letter: rootSize() };
    const isAnother = JSON.stringify(room) !== JSON.stringify(this.room);
    this.room = room;
    if (isAnother) this.theme = undefined;
    return isAnother;
  }

  // Once a frame at most, and always the newest data: what came while a frame was being drawn is skipped.
  schedule() {
    this.isStale = true;
    if (!this.isDrawing) turns.ask(this);
  }

  async draw() {
    this.isDrawing = true;
    this.isStale = false;
    try {
      await this.#draw();
    } finally {
      this.isDrawing = false;
      if (this.isStale) this.schedule();
    }
  }

  async #draw() {
    const { sent } = this;
    // What has left the page since this frame was asked for has no colours any more.
    if (!sent || !this.frame.root.isConnected) return;
    this.theme ??= readTheme(this.frame.root);
    this.data = this.#made(sent);
    this.#describe(this.data, this.theme);
    try {
      // Without waiting where there is nothing to wait for, so that whoever comes next knows how long this took.
      this.plotly = loadedPlotly() ?? (await loadPlotly(sent.plotly));
    } catch {
      write(this.frame.message, sent.labels.unavailable);
      return;
    }
    if (isDragged(this.plot)) {
      this.waiting ??= setTimeout(() => {
        this.waiting = undefined;
        this.schedule();
      }, 50);
      return;
    }
    if (!this.room) this.#measure();
    if (this.room?.width && this.room.height && this.frame.root.isConnected) await this.#react(this.plotly, this.room);
  }

  /**
   * What was sent, with the figure as things are now; another subject is shown as a whole.
   * @param {FigureData | CurvesChartData} sent
   * @returns {ChartData}
   */
  #made(sent) {
    const view = this.link?.view.value;
    // A zoom into the first two epochs is none into the first two seconds.
    const subject = `${sent.subject} ${sent.kind === "curves" ? view?.x_axis : ""}`;
    if (subject !== this.subject) this.zoom.clear();
    this.subject = subject;
    const sourceOf = (/** @type {number} */ experiment) => this.sources.of(experiment);
    if (sent.kind === "curves") return { ...sent, ...figureOf(sent.curves, sourceOf, view) };
    return sent.results ? { ...sent, ...withResults(sent.results, sent.layout, sourceOf) } : sent;
  }

  /**
   * @param {PlotlyLibrary} plotly
   * @param {{ width: number, height: number }} room
   */
  async #react(plotly, { width, height }) {
    const { data, zoom, link } = this;
    if (!data || !link) return;
    // Measuring the room forgets it.
    const theme = (this.theme ??= readTheme(this.frame.root));
    const around = { theme, measure: measureIn(theme), width, height, zoom };
    const layout = layoutOf(data, { ...around, drawn: drawn(this.plot) });
    // What an empty chart says stands in the middle of its plotting area.
    this.frame.message.style.left = `${(width + layout.margin.l - layout.margin.r) / 2}px`;
    this.frame.reset.hidden = !zoom.isOn;
    this.marks = marksOf(data.layout);
    const { traces, curves } = unpackTraces(data, theme, link.selection.hidden);
    this.curves = curves;
    const isFirst = !this.plot.data;
    await redraw(plotly, this.plot, traces, layout);
    if (!hasItsTicks(layout, data, { ...around, drawn: drawn(this.plot) })) this.schedule();
    this.plot.dataset.points = String(data.points);
    if (isFirst) this.#begin(data, theme);
    this.emphasize();
    if (data.tooltip) this.tooltip.update();
    else hoverAgain(plotly, this.plot, this.tooltip.pointer);
  }

  /**
   * What the labels among the curves depend on, on the screen or, with another `size` and `width`, in a picture.
   * @param {Drawn} shown
   * @param {{ size?: Size, width?: number }} [picture]
   * @returns {Scene}
   */
  scene({ size: onScreen, xaxis, yaxis }, { size = onScreen, width = this.room?.width ?? 0 } = {}) {
    const theme = this.theme ?? readTheme(this.frame.root);
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
    this.frame.entries.emphasize(forward);
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
    this.frame.root.classList.add("live-chart--drawn");
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
   * @param {ChartData} data
   * @param {Theme} theme
   */
  #describe(data, theme) {
    // Nobody can listen to words that change at every frame.
    const kind = data.points ? "curves" : "empty";
    if (kind === this.described) this.words.ask();
    else this.words.now();
    this.described = kind;
    this.frame.draw(data, theme);
  }

  remove() {
    turns.leave(this);
    clearTimeout(this.waiting);
    for (const each of [this.unseen, this.calm, this.words]) each.leave();
    for (const observer of [this.sizes, this.sight]) observer.disconnect();
    this.sources.listen([]);
    document.removeEventListener("pointerdown", this.#elsewhere);
    this.tooltip.remove();
    this.link?.leave(this);
    if (this.plot.data) this.plotly?.purge(this.plot);
  }
}
