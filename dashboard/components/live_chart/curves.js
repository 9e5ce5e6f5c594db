// From what a page says of a chart of curves, and what is recorded by now, to a figure: the traces and the layout that
// dashboard/figures/__init__.py describes, with the words that depend on figures.
import { newest } from "../comparison/entrants.js";
import { count, filled, loss, percent, rate } from "../text/formats.js";
import { axisOf, verticalLine } from "./axes.js";
import { keptPoints, mostPointsEach, pick } from "./kept.js";
import { rangeWithoutOutliers } from "./outliers.js";
import { firstPlace, placeOf, placesOf, rangeOf } from "./places.js";
import { overSeeds } from "./seeds.js";

/** @import { Course, CurvesData, DescribedCurve, Figure, Numbers, Recorded, SentTrace, View } from "./types.d.ts" */
/** @import { Metric, State } from "../stream/types.d.ts" */
/** @import { Band } from "./seeds.js" */

/** @typedef {Recorded & { state: State | null, metric: (name: Metric, run: number) => Numbers }} Source */
/** @typedef {DescribedCurve & { of: Course, source: Source, metric: Metric, isNoisy: boolean, x: Numbers, y: Numbers, band: Band | null }} Drawn */

/** @type {Source} */
const NOTHING_YET = { state: null, steps: new Int32Array(0), seconds: new Float32Array(0), metric: () => new Float32Array(0) };

/** Shares of the loss of guessing, which a model that knows nothing has, that an axis shows as long as it is empty. */
const EMPTY_LOSSES = { linear: [0, 1.09], log: [0.09, 1.3] };

/** @type {View} what is chosen where a page leaves no choice */
const PLAIN = { split: "validation", smoothing: 0, x_axis: "step", log_x: false, log_loss: false, no_outliers: false };

/**
 * @param {CurvesData} described
 * @param {(experiment: number) => Source} sourceOf
 * @param {Partial<View>} [chosen]
 * @returns {Figure}
 */
export function figureOf(described, sourceOf, chosen) {
  const view = { ...PLAIN, ...chosen };
  const isLoss = described.kind === "loss";
  const isLog = isLoss && view.log_loss;
  const curves = measured(described, sourceOf, view);
  const range = rangeOf(described.courses, view.x_axis, view.log_x);
  const xaxis = axisOf(described.axes[view.x_axis].title, view.log_x ? "log" : "linear", range);
  const first = firstPlace(curves.map((curve) => curve.x));
  if (view.log_x) xaxis.zero = range ? range[0] : 0.5 * first;
  const yaxis = isLoss
    ? axisOf(described.y_title, isLog ? "log" : "linear", null)
    : { ...axisOf(described.y_title, "linear", [0, 1.02]), tickformat: "~%" };
  const ordinary = view.no_outliers ? rangeWithoutOutliers(curves.map((curve) => curve.y), isLog) : null;
  if (ordinary) yaxis.range = isLog ? [Math.log10(ordinary[0]), Math.log10(ordinary[1])] : ordinary;
  if (isLoss) {
    yaxis.rangemode = isLog ? "normal" : "tozero";
    if (!yaxis.range && !curves.some((curve) => curve.y.length)) yaxis.range = emptyLosses(described.classes, isLog);
  }
  const traces = curves.length ? tracesOf(curves, described, view, { zero: xaxis.zero, unit: first }) : [];
  const points = Math.max(0, ...traces.map((trace) => (trace.says ? 0 : /** @type {Numbers} */ (trace.y).length)));
  return {
    traces,
    layout: { xaxis, yaxis, hovermode: false, showlegend: false, shapes: shapesOf(described, sourceOf, view, xaxis.zero) },
    points,
    tooltip: { title: described.axes[view.x_axis].at_pointer, y: isLoss ? ".3f" : ".1%", names_ends: true },
    title: described.titles[view.split],
    alt: points ? altOf(described, curves) : described.alt_empty,
    message: messageOf(described, sourceOf),
  };
}

/**
 * @param {number} classes
 * @param {boolean} isLog
 * @returns {[number, number]}
 */
function emptyLosses(classes, isLog) {
  const [lowest, highest] = EMPTY_LOSSES[isLog ? "log" : "linear"].map((share) => share * Math.log(classes));
  return isLog ? [Math.log10(lowest), Math.log10(highest)] : [lowest, highest];
}

/**
 * The curves with all that is recorded of them.
 * @param {CurvesData} described
 * @param {(experiment: number) => Source} sourceOf
 * @param {View} view
 * @returns {Drawn[]}
 */
function measured({ courses, curves, kind }, sourceOf, view) {
  const sources = courses.map(({ experiment }) => (experiment === null ? NOTHING_YET : sourceOf(experiment)));
  // Runs in lock-step share their places.
  const places = courses.map((course, i) => placesOf(view.x_axis, course, sources[i]));
  return curves.map((curve) => {
    const split = curve.split ?? view.split;
    /** @type {Metric} */
    const metric = `${split}_${kind}`;
    const source = sources[curve.course];
    const runs = curve.runs.map((run) => source.metric(metric, run));
    const band = runs.length > 1 ? overSeeds(runs) : null;
    const shared = { of: courses[curve.course], source, metric, isNoisy: split === "train", x: places[curve.course], band };
    return { ...curve, ...shared, y: band ? band.mean : runs[0] };
  });
}

/**
 * @param {Drawn[]} curves
 * @param {CurvesData} described
 * @param {View} view
 * @param {{ zero?: number, unit: number }} axis where 0 stands, if not at 0, and where the first record after it
 */
function tracesOf(curves, described, view, { zero, unit }) {
  const most = mostPointsEach(curves.reduce((sum, { band }) => sum + (band ? 3 : 1), 0));
  /** @type {Map<Numbers, Numbers>} places of an experiment -> where they are drawn */
  const moved = new Map();
  const shown = (/** @type {Numbers} */ x) => {
    const known = moved.get(x) ?? (zero === undefined ? x : Float32Array.from(x, (place) => (place === 0 ? zero : place)));
    moved.set(x, known);
    return known;
  };
  return curves.flatMap((curve) => {
    const kept = keptPoints(curve.y, most);
    const [x, y] = [pick(shown(curve.x), kept), pick(curve.y, kept)];
    const look = { type: "scatter", name: curve.name, group: curve.group };
    /** @type {SentTrace} */
    const trace = { ...look, mode: "lines", x, y, line: lineOf(curve) };
    // A single point has no line to be seen by.
    if (x.length === 1) {
      Object.assign(trace, { mode: "markers", marker: { color: curve.colour, size: 6 }, cliponaxis: false });
    }
    if (curve.isNoisy) trace.noisy = true;
    if (curve.isNoisy && view.smoothing > 0) trace.smoothing = { weight: Math.min(view.smoothing, 0.999), unit };
    if (curve.band) trace.band = [pick(curve.band.lowest, kept), pick(curve.band.highest, kept)];
    const mark = divergenceOf(curve, described, view, x, y);
    return mark ? [trace, { ...look, ...mark }] : [trace];
  });
}

/** @param {Drawn} curve */
function lineOf({ colour, isNoisy, dashed }) {
  return { color: colour, width: isNoisy ? 1.5 : 2.25, dash: dashed ? "6px,4px" : "solid" };
}

/**
 * A cross on the curve where the first of its runs diverged, at the point nearest to that.
 * @param {Drawn} curve
 * @param {CurvesData} described
 * @param {View} view
 * @param {Numbers} x
 * @param {Numbers} y
 */
function divergenceOf({ of, source, runs, name, colour }, described, view, x, y) {
  const steps = runs.flatMap((run) => source.state?.runs[run]?.diverged_at ?? []);
  if (!described.diverged || !steps.length) return null;
  const step = Math.min(...steps);
  const at = placeOf(step, view.x_axis, of, source);
  let nearest = -1;
  for (let i = 0; i < x.length; i += 1) {
    const isNearer = nearest < 0 || Math.abs(x[i] - at) < Math.abs(x[nearest] - at);
    if (Number.isFinite(y[i]) && isNearer) nearest = i;
  }
  if (nearest < 0) return null;
  return {
    mode: "markers",
    x: [x[nearest]],
    y: [y[nearest]],
    marker: { symbol: "x", size: 10, color: colour },
    says: filled(described.diverged, { rate: name, step: count(step) }),
  };
}

/**
 * A line where the rates were changed, and the finish line where it counts.
 * @param {CurvesData} described
 * @param {(experiment: number) => Source} sourceOf
 * @param {View} view
 * @param {number} [zero]
 */
function shapesOf({ courses: [own], kind, rate_changed: template, rate: base, finish_line: finish, muted }, sourceOf, view, zero) {
  const source = own.experiment === null ? NOTHING_YET : sourceOf(own.experiment);
  const changes = (source.state?.rate_changes ?? []).map(([step, factor]) => ({
    at: placeOf(step, view.x_axis, own, source),
    words: filled(template, { rate: rate(base * factor), factor: rate(factor) }),
  }));
  const lines = changes
    .filter(({ at }) => Number.isFinite(at))
    .map(({ at, words }) => verticalLine(Math.max(at, zero ?? at), words, kind === "loss" ? "end" : "start", muted));
  if (!finish || kind === "loss" || view.split !== "validation") return lines;
  const dashes = { color: muted, width: 1, dash: "2px,3px" };
  // At the end of the line are the curves' names.
  const label = { text: finish.label, textposition: /** @type {const} */ ("start"), yanchor: "bottom", padding: 4 };
  const level = { type: "line", xref: "paper", x0: 0, x1: 1, y0: finish.at, y1: finish.at, layer: "below" };
  return [...lines, { ...level, line: dashes, label }];
}

/**
 * What the chart shows, for those who do not see it: how far it is, the newest values of its first run, and who is best.
 * @param {CurvesData} described
 * @param {Drawn[]} curves
 */
function altOf({ alt, kind }, curves) {
  const shown = kind === "loss" ? loss : percent;
  const [{ source, runs }] = curves;
  const last = (/** @type {"train" | "validation"} */ split) => shown(newest(source, [runs[0]], `${split}_${kind}`));
  /** @type {{ name: string, value: number } | null} */
  let best = null;
  for (const curve of curves) {
    const value = newest(curve.source, curve.runs, curve.metric);
    const isBetter = value !== null && (best === null || (kind === "loss" ? value < best.value : value > best.value));
    if (isBetter) best = { name: curve.name, value };
  }
  return filled(alt, {
    steps: count(Math.max(...curves.map((curve) => Number(curve.source.steps[curve.source.steps.length - 1] ?? 0)))),
    batch: last("train"),
    validation: last("validation"),
    rate: best?.name ?? "–",
    value: shown(best?.value),
  });
}

/**
 * What stands in the middle of a chart without a point.
 * @param {CurvesData} described
 * @param {(experiment: number) => Source} sourceOf
 */
function messageOf({ courses: [own], messages, status }, sourceOf) {
  const now = own.experiment === null ? null : sourceOf(own.experiment).state?.status;
  return messages[now ?? status] ?? messages.waiting;
}
