import assert from "node:assert/strict";
import { test } from "node:test";

import { unpackTraces } from "../../../../dashboard/components/live_chart/traces.js";

const THEME = { name: "light", scale: 1 };
const packed = (...numbers) => ({ bdata: Buffer.from(new Float32Array(numbers).buffer).toString("base64") });
const sent = (group, more = {}) => ({
  name: group, group, x: packed(0, 1, 2), y: packed(3, 2, 1), line: { color: { light: "#ff0000", dark: "#00ff00" } },
  ...more,
});
const unpack = (traces, hidden = [], tooltip = { title: "", y: "", names_ends: true }) =>
  unpackTraces({ traces, tooltip }, THEME, new Set(hidden));

test("numbers are unpacked, and shared where they are the same", () => {
  const { traces, curves } = unpack([sent("a"), sent("b", { x: { same_as: 0 } })]);
  assert.deepEqual([...curves[0].y], [3, 2, 1]);
  assert.equal(curves[0].x, curves[1].x);
  assert.equal(traces[0].line.color, "#ff0000");
});

test("what is hidden is no curve, but keeps its trace", () => {
  const { traces, curves } = unpack([sent("a"), sent("b"), sent(undefined)], ["a"]);
  assert.deepEqual(curves.map(({ group }) => group), ["b", undefined]);
  assert.deepEqual(traces.map(({ visible }) => visible), [false, true, true]);
});

test("a curve is named at its end, a mark and a figure without names are not", () => {
  const mark = sent("a", { says: "diverged" });
  assert.deepEqual(unpack([sent("a"), mark]).curves.map(({ label }) => label), ["a", false]);
  assert.deepEqual(unpack([sent("a")], [], null).curves.map(({ label }) => label), [false]);
});

test("beside a smoothed curve stands what was measured, unless there is a crowd", () => {
  const smoothing = { weight: 0.9, unit: 1 };
  const uids = (count) => unpack(Array.from({ length: count }, (_, i) => sent(`${i}`, { smoothing }))).traces;
  assert.deepEqual(uids(1).map(({ uid, opacity }) => [uid, opacity]), [["raw0", 0.28], ["0", undefined]]);
  assert.deepEqual([...uids(1)[0].y], [3, 2, 1]);
  assert.equal(uids(9).length, 9);
});

test("a band goes forth along its upper edge and back along the lower one, and a gap cuts it", () => {
  const x = packed(0, 1, 2, 3, 4);
  const band = [packed(0, 1, NaN, 3, 4), packed(10, 11, 12, 13, 14)];
  const { traces } = unpack([sent("a", { x, y: x, band })]);
  assert.deepEqual(traces.map(({ uid }) => uid), ["band0", "0"], "behind the curves");
  assert.deepEqual(traces[0].x, [0, 1, 1, 0, NaN, 3, 4, 4, 3]);
  assert.deepEqual(traces[0].y, [10, 11, 1, 0, NaN, 13, 14, 4, 3]);
});

test("a heat map has neither x nor y", () => {
  const z = [[0, 1]];
  const { traces } = unpack([{ type: "heatmap", z }, sent("a")], [], null);
  assert.deepEqual(traces.map((trace) => [trace.z, "x" in trace]), [[z, false], [undefined, true]]);
});
