import assert from "node:assert/strict";
import { test } from "node:test";

import { experimentsOf, withResults } from "../../../../dashboard/components/live_chart/results.js";

const run = (rate, position, experiment = 7) => ({ experiment, position, rate, label: `${rate}` });

const group = (runs, more = {}) => ({ guest: false, runs, dots: { is: "dots" }, crosses: { is: "crosses" }, ...more });

const results = (groups, more = {}) => ({
  metric: "final_loss",
  kind: "loss",
  means: { is: "means" },
  lost_at: 0.96,
  groups,
  ...more,
});

const LAYOUT = { xaxis: { title: { text: "rate" } }, yaxis: { title: { text: "loss" }, range: [0, 2.5] } };

/** Feeds by experiment, of the newest loss of each run; accuracies are a tenth of it. */
const sources = (newest, diverged = []) => (experiment) => ({
  state: { runs: newest[experiment]?.map((_, i) => ({ diverged_at: diverged[i] ?? null, recent_loss: null })) ?? [] },
  steps: newest[experiment]?.length ? [0, 10] : [],
  seconds: newest[experiment]?.length ? [0, 1] : [],
  metric: (name, position) =>
    newest[experiment]?.length ? [2.3, newest[experiment][position] / (name.endsWith("loss") ? 1 : 10)] : [],
});

const drawn = (...given) => withResults(...given).traces.map(({ is, x, y }) => [is, x, y]);

test("every run is a point at its newest value, and a line goes through the means of the rates", () => {
  const groups = [group([run(1, 2)]), group([run(0.1, 0), run(0.1, 1)])];
  assert.deepEqual(drawn(results(groups), LAYOUT, sources({ 7: [0.2, 0.4, 0.8] })), [
    ["means", [0.1, 1], [0.30000000000000004, 0.8]],
    ["dots", [1], [0.8]],
    ["dots", [0.1, 0.1], [0.2, 0.4]],
  ]);
});

test("a guest is a point, but not on the line of the race", () => {
  const groups = [group([run(0.1, 0)]), group([run(1, 0, 5)], { guest: true })];
  assert.deepEqual(drawn(results(groups), LAYOUT, sources({ 7: [0.2], 5: [0.9] })), [
    ["dots", [0.1], [0.2]],
    ["dots", [1], [0.9]],
  ]);
});

test("an experiment is followed once, whatever the number of its runs", () => {
  const groups = [group([run(0.1, 0), run(0.1, 1)]), group([run(1, 2)]), group([run(0.1, 0, 5)], { guest: true })];
  assert.deepEqual(experimentsOf(results(groups)), [7, 5]);
});

test("a run whose loss is no number is a cross, also before the server has said that it diverged", () => {
  const groups = [group([run(0.1, 0), run(0.1, 1)])];
  const expected = [
    ["dots", [0.1], [0.5]],
    ["crosses", [0.1], [0.96]],
  ];
  assert.deepEqual(drawn(results(groups), LAYOUT, sources({ 7: [0.5, NaN] })), expected);
  assert.deepEqual(drawn(results(groups), LAYOUT, sources({ 7: [0.5, NaN] }, [null, 3])), expected);
});

test("a result that is not there yet is neither a point nor a cross, unless the run has diverged", () => {
  const recent = results([group([run(0.1, 0)]), group([run(1, 1)])], { metric: "recent_loss" });
  assert.deepEqual(drawn(recent, LAYOUT, sources({ 7: [0.5, 9] }, [null, 3])), [["crosses", [1], [0.96]]]);
});

test("before the first record there is nothing, on the axes that the page described", () => {
  const nothing = withResults(results([group([run(0.1, 0)])]), LAYOUT, sources({}));
  assert.deepEqual(nothing, { traces: [], layout: LAYOUT, points: 0 });
});

test("losses have an axis that follows them, accuracies one with room around them and not beyond all", () => {
  const groups = [group([run(0.1, 0), run(0.1, 1)])];
  const range = (kind, newest) => {
    const metric = kind === "loss" ? "final_loss" : "final_accuracy";
    return withResults(results(groups, { kind, metric }), LAYOUT, sources({ 7: newest })).layout.yaxis.range;
  };
  assert.equal(range("loss", [0.5, 0.7]), undefined);
  const [low, high] = range("accuracy", [5, 9]);
  assert.ok(Math.abs(low - 0.452) < 1e-9 && Math.abs(high - 0.948) < 1e-9);
  assert.deepEqual(range("accuracy", [0, 10]), [0, 1.02]);
  assert.deepEqual(range("accuracy", [NaN, NaN]), [0, 1.02]);
});

test("what was given stays as it is", () => {
  const given = results([group([run(0.1, 0)])]);
  const before = JSON.stringify([given, LAYOUT]);
  withResults(given, LAYOUT, sources({ 7: [0.5] }));
  assert.equal(JSON.stringify([given, LAYOUT]), before);
});
