// Plotly, loaded once a page however many charts it has; and, in one place, everything that it does not document.

/** @import { Drawn, DrawnAxis, Size } from "./types.d.ts" */

/**
 * @typedef {object} PlotlyLibrary
 * @property {(plot: Plot, traces: object[], layout: object, config: object) => Promise<void>} react
 * @property {(plot: Plot) => void} purge
 * @property {(figure: object, options: object) => void} downloadImage
 * @property {{ hover: (plot: Plot, at: { xpx: number, ypx: number }) => void }} Fx
 */

const COARSE_POINTER = matchMedia("(pointer: coarse)").matches;
const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: true, showTips: false };

/** @typedef {{ type: string, range: [number, number], d2p: (value: number) => number, p2d: (pixel: number) => number }} PrivateAxis */

/**
 * The element that Plotly draws in.
 * @typedef {HTMLElement & {
 *   data?: { uid: string, meta?: string, visible: boolean, name: string }[],
 *   layout: any,
 *   on: (event: string, listen: (change: any) => void) => void,
 *   _fullLayout?: { _size?: Size, xaxis: PrivateAxis, yaxis: PrivateAxis },
 *   _dragging?: boolean,
 * }} Plot
 */

/**
 * @param {unknown} node a div in which Plotly will draw
 * @returns {Plot}
 */
export function asPlot(node) {
  return /** @type {Plot} */ (node);
}

/** @type {Promise<PlotlyLibrary> | undefined} */
let loading;

/** Plotly, if it has been loaded. */
export function loadedPlotly() {
  return /** @type {{ Plotly?: PlotlyLibrary }} */ (window).Plotly;
}

/**
 * @param {string} url
 * @returns {Promise<PlotlyLibrary>}
 */
export function loadPlotly(url) {
  loading ??= pageStands().then(() => fetched(url));
  return loading;
}

/**
 * Resolves once nothing waits for the page any more. Plotly keeps the browser busy for a third of a second; until all
 * else stands, that would be a third of a second in which nothing can be pressed.
 */
function pageStands() {
  const waits = () => document.body.classList.contains("shell-waits");
  return new Promise((/** @type {(_: void) => void} */ resolve) => {
    const look = () => (waits() ? setTimeout(look, 16) : requestAnimationFrame(() => setTimeout(resolve)));
    look();
  });
}

/**
 * @param {string} url
 * @returns {Promise<PlotlyLibrary>}
 */
function fetched(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => {
      const plotly = loadedPlotly();
      if (plotly) resolve(plotly);
      else reject(new Error(url));
    };
    script.onerror = () => reject(new Error(url));
    document.head.append(script);
  });
}

/**
 * Draws what has changed.
 * @param {PlotlyLibrary} plotly
 * @param {Plot} plot
 * @param {object[]} traces
 * @param {object} layout
 */
export function redraw(plotly, plot, traces, layout) {
  return plotly.react(plot, traces, { dragmode: COARSE_POINTER ? false : "zoom", ...layout }, CONFIG);
}

/**
 * A redraw takes Plotly's box at the pointer away, although the pointer has not moved.
 * @param {PlotlyLibrary} plotly
 * @param {Plot} plot
 * @param {PointerEvent | null} pointer
 */
export function hoverAgain(plotly, plot, pointer) {
  const now = drawn(plot);
  if (!pointer || !now) return;
  const { l, t, w, h } = now.size;
  const box = plot.getBoundingClientRect();
  const xpx = pointer.clientX - box.left - l;
  const ypx = pointer.clientY - box.top - t;
  if (xpx >= 0 && ypx >= 0 && xpx <= w && ypx <= h) plotly.Fx.hover(plot, { xpx, ypx });
}

/**
 * The plotting area and the axes as drawn last; null before that.
 * @param {Plot} plot
 * @returns {Drawn | null}
 */
export function drawn(plot) {
  const full = plot._fullLayout;
  if (!full?._size) return null;
  return { size: full._size, xaxis: axis(full.xaxis), yaxis: axis(full.yaxis) };
}

/**
 * @param {PrivateAxis} full
 * @returns {DrawnAxis}
 */
function axis(full) {
  const [low, high] = full.range;
  return {
    type: full.type,
    range: [low, high],
    toPixel: (value) => full.d2p(value),
    toValue: (pixel) => full.p2d(pixel),
  };
}

/**
 * Whether a zoom box is being dragged; a redraw would end the drag.
 * @param {Plot} plot
 */
export function isDragged(plot) {
  return !!plot._dragging;
}

/**
 * What is drawn of each trace, with the trace's group and whether it is a curve itself, neither a band nor raw values.
 * @param {Plot} plot
 */
export function drawnTraces(plot) {
  return [...plot.querySelectorAll(".scatterlayer > .trace")].map((node) => {
    const { meta, uid } = /** @type {any} */ (node).__data__?.[0]?.trace ?? {};
    return { node, group: /** @type {string | undefined} */ (meta), isCurve: isCurve(uid) };
  });
}

/** @param {string} uid of a trace; see `unpackTraces` */
export function isCurve(uid) {
  return /^\d+$/.test(uid);
}
