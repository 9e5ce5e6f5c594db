// From what dashboard/figures/__init__.py describes to what Plotly draws.
import { inRecords, smooth } from "./smoothing.js";
import { faded, inTheme } from "./theme.js";

/** @import { ChartData, Curve, Numbers, SentNumbers, SentTrace, Theme } from "./types.d.ts" */

const MOST_RAW = 8; // smoothed curves beside which what was measured is drawn, too

/**
 * Returns Plotly's `traces`, bands first, so that they lie behind all curves, and, in numbers, the `curves` that are not
 * among the `hidden` groups. A curve's own trace has its place as `uid`, see `isCurve`.
 * @param {Pick<ChartData, "traces" | "tooltip">} data
 * @param {Pick<Theme, "name" | "scale">} theme
 * @param {Set<string>} hidden
 */
export function unpackTraces(data, theme, hidden) {
  /** @type {Numbers[]} */
  const numbers = [];
  /** @type {Record<string, unknown>[]} */
  const bands = [];
  /** @type {Record<string, unknown>[]} */
  const traces = [];
  /** @type {Curve[]} */
  const curves = [];
  // A crowd of unsmoothed curves would hide one another and double the time of a redraw.
  const showsRaw = data.traces.filter((trace) => trace.smoothing).length <= MOST_RAW;
  data.traces.forEach(({ group, smoothing, noisy, band, says, x, y, ...rest }, index) => {
    const trace = inTheme(rest, theme.name);
    // A heat map has neither.
    if (x) trace.x = numbers[index] = unpacked(x, numbers);
    if (y) trace.y = unpacked(y, numbers);
    trace.uid = String(index);
    trace.meta = group;
    trace.visible = group === undefined || !hidden.has(group);
    if (data.tooltip) trace.hoverinfo = "skip";
    if (trace.textfont?.size) trace.textfont = { ...trace.textfont, size: trace.textfont.size * theme.scale };
    const places = smoothing && inRecords(trace.x, smoothing.unit);
    const smoothed = (/** @type {Numbers} */ values) =>
      smoothing && places ? smooth(values, places, smoothing.weight) : values;
    if (smoothing) {
      if (showsRaw && !band) traces.push({ ...trace, uid: `raw${index}`, opacity: 0.28 });
      trace.y = smoothed(trace.y);
      trace.line = { ...trace.line, width: 2.25 };
    }
    if (band) {
      bands.push({
        ...trace,
        ...outline(trace.x, smoothed(unpacked(band[0], numbers)), smoothed(unpacked(band[1], numbers))),
        uid: `band${index}`,
        mode: "lines",
        line: { width: 0 },
        fill: "toself",
        fillcolor: faded(trace.line.color, 0.2),
      });
    }
    traces.push(trace);
    if (trace.visible) curves.push({ ...trace, group, says, noisy, label: isNamed(data, { says }) && trace.name });
  });
  return { traces: [...bands, ...traces], curves };
}

/**
 * Whether a trace's name is written at its end.
 * @param {Pick<ChartData, "tooltip">} data
 * @param {Pick<SentTrace, "says">} trace
 */
export function isNamed({ tooltip }, { says }) {
  return !!tooltip?.names_ends && !says;
}

/**
 * @param {SentNumbers} sent
 * @param {Numbers[]} earlier x of the traces before
 * @returns {Numbers}
 */
function unpacked(sent, earlier) {
  if ("same_as" in sent) return earlier[sent.same_as];
  if (!("bdata" in sent)) return sent;
  return new Float32Array(Uint8Array.from(atob(sent.bdata), (character) => character.charCodeAt(0)).buffer);
}

/**
 * The outline of a band: forth along its upper edge and back along the lower one, in as many pieces as gaps make of it.
 * @param {Numbers} x
 * @param {Numbers} lower
 * @param {Numbers} upper
 */
function outline(x, lower, upper) {
  /** @type {{ x: number[], y: number[] }} */
  const outline = { x: [], y: [] };
  let start = 0;
  for (let i = 0; i <= x.length; i += 1) {
    if (i < x.length && Number.isFinite(lower[i]) && Number.isFinite(upper[i])) continue;
    const piece = (/** @type {Numbers} */ values) => Array.from(values).slice(start, i);
    if (i - start > 1) {
      if (outline.x.length) {
        outline.x.push(NaN);
        outline.y.push(NaN);
      }
      outline.x.push(...piece(x), ...piece(x).reverse());
      outline.y.push(...piece(upper), ...piece(lower).reverse());
    }
    start = i + 1;
  }
  return outline;
}
