import assert from "node:assert/strict";
import { test } from "node:test";

import { bestOf, sameInAll, shown, sizeSentence } from "../../../../dashboard/components/runs_table/values.js";

const column = (name, format, best = "", always = false) => ({ name, label: name.toUpperCase(), format, best, always });
const UNITS = { seconds: "{seconds} s", minutes: "{minutes}:{seconds} min" };
const WORDS = { size: "2 runs.", same: "2 runs. Same: {same}.", comma: ", " };
const COLUMNS = [
  column("rate", "rate", "", true),
  column("experiment", "experiment"),
  column("seed", "count"),
  column("loss", "loss", "lowest"),
  column("accuracy", "percent", "highest"),
  column("diverged_at", "count"),
  column("time", "duration"),
];
const row = (changes) => ({
  rate: 0.1, experiment: 4, seed: 1000, loss: 0.3, accuracy: 0.91234, diverged_at: null, time: 75, ...changes,
});
const names = (columns) => [...columns].map(({ name }) => name);

test("every kind of number has its look, and where there is none a dash", () => {
  const looks = COLUMNS.map((each) => shown(each, row()[each.name], UNITS));
  assert.deepEqual(looks, ["0.1", "#4", "1,000", "0.300", "91.23%", "–", "1:15 min"]);
});

test("what is the same in all rows is no column, and is said once with how many there are", () => {
  const rows = [row(), row({ loss: 0.2 })];
  const same = sameInAll(COLUMNS, rows);
  assert.deepEqual(names(same), ["experiment", "seed", "accuracy", "diverged_at", "time"]);
  assert.equal(sizeSentence(same, rows, WORDS, UNITS), "2 runs. Same: SEED 1,000, ACCURACY 91.23%, TIME 1:15 min.");
});

test("of one row everything is the same, and stands in it", () => {
  const same = sameInAll(COLUMNS, [row()]);
  assert.deepEqual(names(same), ["experiment", "diverged_at"]);
  assert.equal(sizeSentence(same, [row()], WORDS, UNITS), "2 runs.");
  assert.equal(sameInAll(COLUMNS, []).size, 0);
});

test("a number is the best among others, in columns in which one is", () => {
  const rows = [row({ loss: null }), row({ loss: 0.2 }), row({ loss: 0.4, accuracy: 0.95 })];
  assert.deepEqual(COLUMNS.map((each) => bestOf(each, rows)), [null, null, null, 0.2, 0.95, null, null]);
  assert.equal(bestOf(COLUMNS[3], [row({ loss: null }), row()]), null);
});

test("of many that are level none is the best", () => {
  const level = [row(), row(), row()];
  assert.equal(bestOf(COLUMNS[3], [...level, row({ loss: 0.4 })]), 0.3);
  assert.equal(bestOf(COLUMNS[3], [...level, row(), row({ loss: 0.4 })]), null);
});
