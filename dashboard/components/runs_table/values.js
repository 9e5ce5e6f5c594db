// What stands in the table: which columns there are, how their numbers look, and which are the best.
import { count, duration, filled, loss, NOTHING, percent, rate } from "../text/formats.js";

/** @import { Units } from "../text/formats.js" */
/** @import { Column, Values, Words } from "./types.d.ts" */

/** @type {Record<Column["format"], (value: number, units: Units) => string>} */
const FORMATS = {
  label: count, // never the number: what stands there is the row's own label
  rate,
  experiment: (number) => `#${number}`,
  count,
  percent: (share) => percent(share, 2),
  loss,
  duration,
};

/**
 * @param {Column} column
 * @param {number | null} value
 * @param {Units} units
 */
export function shown({ format }, value, units) {
  return value === null ? NOTHING : FORMATS[format](value, units);
}

/**
 * The columns that need not be there: the same in all rows, or in all nothing. Of a single row everything is the same,
 * and is to be read in it.
 * @param {Column[]} columns
 * @param {Values[]} rows
 * @returns {Set<Column>}
 */
export function sameInAll(columns, rows) {
  const isSame = (/** @type {Column} */ { name, always }) =>
    !always &&
    rows.every((row) => row[name] === rows[0][name]) &&
    (rows.length > 1 || rows[0][name] === null || name === "experiment");
  return new Set(rows.length ? columns.filter(isSame) : []);
}

/**
 * How many rows there are, and what all of them have in common instead of a column of it.
 * @param {Set<Column>} same
 * @param {Values[]} rows
 * @param {Words} words
 * @param {Units} units
 */
export function sizeSentence(same, rows, words, units) {
  const common = [...same]
    .filter(({ name }) => name !== "experiment" && rows[0][name] !== null)
    .map((column) => `${column.label} ${shown(column, rows[0][column.name], units)}`);
  return common.length ? filled(words.same, { same: common.join(words.comma) }) : words.size;
}

const MOST_BEST = 3; // rows that share the best number; more of them are level, as all are at the start

/**
 * The best number of a column; null where none is, or there is nothing to compare it with.
 * @param {Column} column
 * @param {Values[]} rows
 */
export function bestOf({ name, best }, rows) {
  const values = /** @type {number[]} */ (rows.map((row) => row[name]).filter((value) => value !== null));
  if (!best || values.length < 2) return null;
  const found = best === "lowest" ? Math.min(...values) : Math.max(...values);
  return values.filter((value) => value === found).length > MOST_BEST ? null : found;
}
