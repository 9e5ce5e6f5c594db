import assert from "node:assert/strict";
import { test } from "node:test";

import { figureOf } from "../../../../dashboard/components/live_chart/curves.js";
import { unpackTraces } from "../../../../dashboard/components/live_chart/traces.js";
import { Feed } from "../../../../dashboard/components/stream/feed.js";
import { packed } from "../stream/samples.js";

const BLUE = { light: "#0000ff", dark: "#8888ff" };
const OWN = { experiment: 7, steps: 100, first: 1, batch_size: 10, images: 100 };

const curve = (name, more = {}) => ({ course: 0, runs: [0], name, group: name, colour: BLUE, dashed: false, split: null, ...more });

const described = (more = {}) => ({
  kind: "loss",
  courses: [OWN],
  curves: [curve("0.1")],
  axes: {
    step: { title: "Step", at_pointer: "step %{x:,d}" },
    epoch: { title: "Epoch", at_pointer: "epoch %{x:.2f}" },
    seconds: { title: "Seconds", at_pointer: "%{x:.2f} s" },
  },
  y_title: "Loss",
  titles: { validation: "Validation loss", train: "Batch loss" },
  rate_changed: "rate {rate}, by {factor}",
  rate: 0.1,
  diverged: "{rate} diverged at {step}",
  finish_line: { at: 0.9, label: "90%" },
  alt: "{steps} steps: batch {batch}, validation {validation}; best {rate} with {value}",
  alt_empty: "empty",
  messages: { "": "press Start", waiting: "wait", failed: "it failed" },
  status: "running",
  classes: 10,
  muted: BLUE,
  ...more,
});

const state = (more = {}) => ({ status: "running", rate_changes: [], runs: [], ...more });

/** A feed of experiment 7 with these losses of validation images in each of its runs, recorded at `steps`. */
function feedOf(runs, { steps = runs[0].map((_, i) => i), of = state() } = {}) {
  const feed = new Feed(7);
  const metric = (shift) => packed(Float32Array, runs.flat().map((value) => value + shift));
  feed.take({
    serial: 1,
    experiment: 7,
    state: of,
    rows: {
      steps: packed(Int32Array, steps),
      seconds: packed(Float32Array, steps.map((step) => step / 2)),
      train_loss: metric(10),
      train_accuracy: metric(0.5),
      validation_loss: metric(0),
      validation_accuracy: metric(0),
    },
  });
  return feed;
}

const figure = (more, feed, view) => figureOf(described(more), () => feed, view);
const EMPTY = new Feed(7);

test("nothing recorded yet still has both axes, and room for the losses to come", () => {
  for (const log_loss of [false, true]) {
    const { traces, layout, points, alt, message } = figure({}, EMPTY, { log_loss });
    assert.deepEqual([layout.xaxis.title.text, layout.yaxis.title.text, layout.xaxis.range], ["Step", "Loss", [0, 102]]);
    const [low, high] = layout.yaxis.range;
    const guessing = log_loss ? Math.log10(2.303) : 2.303;
    assert.ok(low < guessing && guessing < high);
    assert.deepEqual([traces.length, traces[0].y.length, points, alt, message], [1, 0, 0, "empty", "wait"]);
  }
});

test("the room of an empty chart follows the number of classes", () => {
  for (const [classes, guessing] of [[2, 0.693], [62, 4.127]]) {
    const [low, high] = figure({ classes }, EMPTY).layout.yaxis.range;
    assert.ok(low < guessing && guessing < high && high < 1.2 * guessing);
  }
});

test("what an empty chart says depends on the status as it is now, and where nothing was heard, as the page knows it", () => {
  const failed = new Feed(7);
  failed.take({ serial: 1, experiment: 7, state: state({ status: "failed" }) });
  assert.equal(figure({}, failed).message, "it failed");
  assert.equal(figure({ status: "failed" }, EMPTY).message, "it failed");
  const none = { courses: [{ ...OWN, experiment: null }], status: "" };
  assert.equal(figure(none, failed).message, "press Start");
});

test("values arrive as they are, and what is no number is a gap", () => {
  const { traces: [{ x, y }], points } = figure({}, feedOf([[2.5, NaN, 0.5]], { steps: [0, 1, 5] }));
  assert.deepEqual([[...x], [...y], points], [[0, 1, 5], [2.5, NaN, 0.5], 3]);
});

test("one point can be seen", () => {
  assert.equal(figure({}, feedOf([[2.5]])).traces[0].mode, "markers");
  assert.equal(figure({}, feedOf([[2.5, 2]])).traces[0].mode, "lines");
});

test("several seeds are a mean with a band behind it", () => {
  const [{ y, band }] = figure({ curves: [curve("0.1", { runs: [0, 1] })] }, feedOf([[1, 2], [3, 6]])).traces;
  assert.deepEqual([[...y], [...band[0]], [...band[1]]], [[2, 4], [1, 2], [3, 6]]);
});

test("a curve is measured on what is chosen, unless it says that itself", () => {
  const curves = [curve("a"), curve("b", { split: "train" })];
  const first = (split) => figure({ curves }, feedOf([[1, 2]]), { split }).traces.map(({ y, noisy }) => [y[0], noisy]);
  assert.deepEqual(first("validation"), [[1, undefined], [11, true]]);
  assert.deepEqual(first("train"), [[11, true], [11, true]]);
  assert.equal(figure({}, EMPTY, { split: "train" }).title, "Batch loss");
});

test("smoothing is for curves of batches alone, counted in records wherever the axis has them", () => {
  const curves = [curve("a", { split: "train" }), curve("b", { split: "validation" })];
  const smoothing = (view) => figure({ curves }, feedOf([[1, 2, 3]]), view).traces.map((trace) => trace.smoothing);
  assert.deepEqual(smoothing({ smoothing: 0.6 }), [{ weight: 0.6, unit: 1 }, undefined]);
  assert.deepEqual(smoothing({ smoothing: 0.6, x_axis: "seconds" }), [{ weight: 0.6, unit: 0.5 }, undefined]);
  assert.deepEqual(smoothing({ smoothing: 0 }), [undefined, undefined]);
});

test("the axis reaches to where the longest training will end, and that of seconds follows the data", () => {
  const courses = [OWN, { experiment: 8, steps: 300, first: 2, batch_size: 1, images: 100 }, { ...OWN, steps: null, first: null }];
  const range = (view) => figure({ courses }, EMPTY, view).layout.xaxis.range;
  assert.deepEqual(range({}), [0, 306]);
  assert.deepEqual(range({ x_axis: "epoch" }), [0, 10.2]);
  assert.equal(range({ x_axis: "seconds" }), undefined);
  const unknown = [{ ...OWN, steps: null, first: null }];
  assert.equal(figure({ courses: unknown }, EMPTY).layout.xaxis.range, undefined, "where the settings are refused");
  assert.deepEqual(range({ log_x: true }).map((power) => Number((10 ** power).toFixed(6))), [0.5, 330]);
});

test("an experiment whose images are gone has no epochs, and those of the others count", () => {
  const courses = [{ ...OWN, images: null }, { ...OWN, experiment: 8 }];
  const { traces, layout } = figure({ courses }, feedOf([[3, 2]]), { x_axis: "epoch" });
  assert.deepEqual([...traces[0].x], [NaN, NaN]);
  assert.deepEqual(layout.xaxis.range, [0, 10.2]);
});

test("step 0 stands at the left edge of a logarithmic axis, and so does what happened there", () => {
  const feed = feedOf([[3, 2, 1]], { of: state({ rate_changes: [[0, 0.5]] }) });
  for (const [view, edge] of [[{}, 0.5], [{ x_axis: "epoch" }, 0.05], [{ x_axis: "seconds" }, 0.25]]) {
    const { traces, layout } = figure({}, feed, { ...view, log_x: true });
    assert.equal(layout.xaxis.zero, edge);
    assert.equal(traces[0].x[0], Math.fround(edge));
    assert.equal(layout.shapes[0].x0, edge);
  }
});

test("a change of the rates is a line with words, at the top of losses and at the bottom of accuracies", () => {
  const feed = feedOf([[3, 2, 1]], { of: state({ rate_changes: [[1, 0.5], [2, 2]] }) });
  for (const [kind, side] of [["loss", "end"], ["accuracy", "start"]]) {
    const shapes = figure({ kind, finish_line: null }, feed, { x_axis: "seconds" }).layout.shapes;
    assert.deepEqual(shapes.map(({ x0, label }) => [x0, label]), [
      [0.5, { text: "rate 0.05, by 0.5", textposition: side }],
      [1, { text: "rate 0.2, by 2", textposition: side }],
    ]);
  }
});

test("the finish line is where validation accuracy is, and nowhere else", () => {
  const lines = (kind, split) => figure({ kind }, EMPTY, { split }).layout.shapes.map(({ y0, label }) => [y0, label.text]);
  assert.deepEqual(lines("accuracy", "validation"), [[0.9, "90%"]]);
  assert.deepEqual([lines("accuracy", "train"), lines("loss", "validation")], [[], []]);
});

test("a curve is marked where the first of its runs diverged, at the nearest point that is a number", () => {
  const runs = [{ diverged_at: null }, { diverged_at: 33 }, { diverged_at: 29 }];
  const feed = feedOf([[1, 1, 1], [3, 9, NaN], [3, 5, NaN]], { steps: [0, 20, 30], of: state({ runs }) });
  const curves = [curve("a"), curve("b", { runs: [1, 2] })];
  const traces = figure({ curves }, feed).traces;
  assert.deepEqual(traces.map(({ says }) => says), [undefined, undefined, "b diverged at 29"]);
  assert.deepEqual([traces[2].x, traces[2].y, traces[2].group], [[20], [7], "b"]);
  assert.equal(figure({ curves, diverged: "" }, feed).traces.length, 2);
  const nothing = feedOf([[NaN]], { of: state({ runs: [{ diverged_at: 0 }] }) });
  assert.equal(figure({}, nothing).traces.length, 1, "where no point is a number there is nothing to mark");
});

test("without a range a logarithmic axis begins half as far as the first of all points after 0", () => {
  const late = feedOf([[3, 2]], { steps: [0, 9] });
  const early = feedOf([[3, 2]], { steps: [0, 4] });
  const courses = [OWN, { ...OWN, experiment: 8 }];
  const curves = [curve("a"), curve("b", { course: 1 })];
  const both = (first, second) =>
    figureOf(described({ courses, curves }), (experiment) => (experiment === 7 ? first : second), { x_axis: "seconds", log_x: true });
  assert.equal(both(late, early).layout.xaxis.zero, 1);
  assert.equal(both(early, late).layout.xaxis.zero, 1);
  assert.equal(figure({}, EMPTY, { x_axis: "seconds", log_x: true }).layout.xaxis.zero, 0.5);
});

test("outliers are left out where that is chosen", () => {
  const calm = Array.from({ length: 50 }, () => 0.3);
  const feed = feedOf([calm, calm.map((value, i) => (i < 25 ? value : 1000))]);
  const curves = [curve("a"), curve("b", { runs: [1] })];
  const range = (view) => figure({ curves }, feed, view).layout.yaxis.range;
  assert.equal(range({}), undefined);
  assert.ok(range({ no_outliers: true })[1] < 1);
  assert.ok(range({ no_outliers: true, log_loss: true })[1] < 0);
  const shares = figure({ kind: "accuracy" }, feed, { no_outliers: true, log_loss: true }).layout.yaxis.range;
  assert.ok(shares[0] > 0.2 && shares[1] < 0.4, "an axis of accuracies is never logarithmic");
  assert.equal(figure({}, feedOf([[3, 2, 1]]), { no_outliers: true }).layout.yaxis.range, undefined, "too little to tell");
});

test("accuracies are in percent, all of them", () => {
  const { layout, tooltip } = figure({ kind: "accuracy" }, EMPTY);
  assert.deepEqual([layout.yaxis.range, layout.yaxis.tickformat, tooltip.y], [[0, 1.02], "~%", ".1%"]);
  assert.deepEqual(figure({}, EMPTY).tooltip, { title: "step %{x:,d}", y: ".3f", names_ends: true });
});

test("the words for those who do not see it have the newest values, and who is best", () => {
  const curves = [curve("a"), curve("b", { runs: [1] }), curve("c", { runs: [2] })];
  const feed = feedOf([[3, 2], [3, 0.5], [3, NaN]], { steps: [0, 1000] });
  assert.equal(figure({ curves }, feed).alt, "1,000 steps: batch 12.0, validation 2.000; best b with 0.500");
  const shares = feedOf([[0.1, 0.25], [0.1, 0.5], [0.1, NaN]]);
  assert.equal(
    figure({ kind: "accuracy", curves }, shares).alt,
    "1 steps: batch 75.0%, validation 25.0%; best b with 50.0%",
  );
});

test("curves over the same steps share their places", () => {
  const curves = [curve("a"), curve("b", { runs: [1] })];
  const figures = figure({ curves }, feedOf([[1, 2], [3, 4]]), { log_x: true });
  const { curves: shown } = unpackTraces(figures, { name: "light", scale: 1 }, new Set());
  assert.equal(shown[0].x, shown[1].x);
});

test("a long curve keeps its spikes, its gaps and its band at the same points", () => {
  const values = Array.from({ length: 9000 }, (_, i) => (i === 4321 ? 99 : i === 5678 ? NaN : 1));
  const feed = feedOf([values, values.map((value) => value + 2)]);
  const { traces: [{ x, y, band }], points } = figure({ curves: [curve("a", { runs: [0, 1] })] }, feed);
  assert.ok(points < 1100);
  assert.equal(y[x.indexOf(4321)], 100);
  assert.ok(Number.isNaN(y[x.indexOf(5678)]));
  y.forEach((value, i) => assert.deepEqual([band[0][i], band[1][i]], [value - 1, value + 1]));
});
