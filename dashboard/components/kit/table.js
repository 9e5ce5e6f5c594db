// A small table of numbers whose cells change in place.
import { element, set, write } from "../live_chart/dom.js";

/**
 * @param {Element} parent
 * @param {{ caption: string, columns: string[], rows: string[] }} described what the columns and rows are called; the
 *   caption is read aloud
 */
export function table(parent, { caption, columns, rows }) {
  const root = element("table", "kit-table", parent);
  element("caption", "kit-table__caption", root).textContent = caption;
  const head = element("tr", "", element("thead", "", root));
  element("td", "", head);
  for (const column of columns) {
    const cell = element("th", "", head);
    set(cell, "scope", "col");
    cell.textContent = column;
  }
  const body = element("tbody", "", root);
  const cells = rows.map((row) => {
    const line = element("tr", "", body);
    const name = element("th", "", line);
    set(name, "scope", "row");
    name.textContent = row;
    return columns.map(() => element("td", "kit-table__number", line));
  });
  return {
    root,
    /** @param {string[][]} words row by row */
    draw(words) {
      cells.forEach((line, row) => line.forEach((cell, column) => write(cell, words[row][column])));
    },
  };
}
