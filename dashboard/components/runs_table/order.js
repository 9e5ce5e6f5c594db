// In which order the rows stand: the race's own, or by a column.

/** @import { Column, Values } from "./types.d.ts" */

/** @typedef {{ column: string, direction: "ascending" | "descending" } | null} Order null is the race's own */

/**
 * After a press on the head of a column: the best or, where none is, the smallest on top, then turned round, then the
 * race's own order again.
 * @param {Order} order
 * @param {Column} column
 * @returns {Order}
 */
export function pressed(order, { name, best }) {
  const first = best === "highest" ? "descending" : "ascending";
  if (order?.column !== name) return { column: name, direction: first };
  return order.direction === first
    ? { column: name, direction: first === "ascending" ? "descending" : "ascending" }
    : null;
}

/**
 * The places of the rows from top to bottom. What is no number stands below; what is the same keeps the race's order.
 * @param {Values[]} rows
 * @param {Order} order
 */
export function placesIn(rows, order) {
  const places = rows.map((_, place) => place);
  if (!order) return places;
  const sign = order.direction === "ascending" ? 1 : -1;
  return places.sort((a, b) => {
    const [left, right] = [rows[a][order.column], rows[b][order.column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
