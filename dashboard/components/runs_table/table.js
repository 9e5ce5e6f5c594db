// The table of a race's runs: filled from the stream, sorted by a press on the head of a column, and with a box in every
// row that shows and hides its curves in every chart of its link.
import { summary } from "../comparison/summaries.js";
import { element, set, write } from "../live_chart/dom.js";
import { joined } from "../live_chart/link.js";
import { readTheme } from "../live_chart/theme.js";
import { mounted } from "../mounting/mounted.js";
import { connection } from "../stream/connection.js";
import { Live } from "../stream/live.js";
import { placesIn, pressed } from "./order.js";
import { bestOf, sameInAll, shown, sizeSentence } from "./values.js";

/** @import { Said } from "../live_chart/agreed.js" */
/** @import { Member } from "../live_chart/types.d.ts" */
/** @import { Component, Part } from "../mounting/mounted.js" */
/** @import { Order } from "./order.js" */
/** @import { Column, Row, Sent, Values } from "./types.d.ts" */

const PAUSE = 250; // milliseconds between two sets of numbers: more could not be read

/**
 * One row: its elements, and what it is drawn for.
 * @typedef {{ row: Row, line: HTMLTableRowElement, box: HTMLInputElement, sample: HTMLElement, rate: HTMLElement, cells: Cell[] }} Line
 */
/** @typedef {{ cell: HTMLElement, number: HTMLElement, mark: HTMLElement }} Cell */

/**
 * @implements {Part<Sent>}
 * @implements {Member}
 */
class RunsTable {
  /** @param {HTMLElement} parent in which runs_table.js has made the room */
  constructor(parent) {
    this.root = element("div", "runs-table");
    this.size = element("p", "runs-table__size", this.root);
    this.frame = element("div", "runs-table__frame", this.root);
    this.table = element("table", "runs-table__table", this.frame);
    this.caption = element("caption", "runs-table__unseen", this.table);
    this.head = element("tr", "", element("thead", "", this.table));
    this.body = element("tbody", "", this.table);
    this.all = element("input", "runs-table__box");
    this.all.type = "checkbox";
    this.all.onchange = () => this.link?.pressAll(this);
    // Streamlit has put the style sheet there too.
    parent.querySelector(":scope > .runs-table")?.remove();
    parent.append(this.root);
    /** @type {Sent | undefined} */
    this.sent = undefined;
    /** @type {Order} */
    this.order = null;
    this.drawnColumns = "";
    /** @type {HTMLTableCellElement[]} */
    this.heads = [];
    /** @type {Line[]} in the race's own order */
    this.lines = [];
    this.isPointedAt = false;
    this.body.onpointerenter = ({ pointerType }) => (this.isPointedAt = pointerType === "mouse");
    this.body.onpointerleave = () => (this.isPointedAt = false);
    this.live = new Live(() => this.#fill(), PAUSE);
    /** @type {import("../live_chart/link.js").Link | undefined} */
    this.link = undefined;
    /** @type {(hidden: Said<string[]>) => void} */
    this.tell = () => {};
  }

  /**
   * @param {Sent} sent
   * @param {Component<Sent>} component
   */
  show(sent, { setStateValue }) {
    this.sent = sent;
    write(this.caption, sent.words.caption);
    set(this.all, "aria-label", sent.words.all);
    this.frame.style.setProperty("--rows", String(sent.rows.length));
    this.#drawHead(sent);
    this.#drawLines(sent);
    this.link = joined(this, sent, setStateValue);
    this.live.listen([...new Set(sent.rows.map((row) => row.experiment))].map((id) => ({ id })));
    this.live.drawNow();
    this.schedule();
  }

  groups() {
    return this.sent?.rows.map((row) => row.group) ?? [];
  }

  // Which boxes are ticked, at once.
  schedule() {
    const hidden = this.link?.selection.hidden ?? new Set();
    for (const { row, box } of this.lines) box.checked = !hidden.has(row.group);
    const ticked = this.lines.filter(({ box }) => box.checked).length;
    this.all.checked = ticked === this.lines.length;
    this.all.indeterminate = ticked > 0 && ticked < this.lines.length;
  }

  emphasize() {
    const forward = this.link?.selection.forward ?? null;
    for (const { row, line } of this.lines) line.classList.toggle("runs-table__forward", row.group === forward);
  }

  /** @param {Sent} sent */
  #drawHead({ columns }) {
    const wanted = JSON.stringify(columns);
    if (wanted === this.drawnColumns) return;
    this.drawnColumns = wanted;
    this.lines = []; // its cells belong to other columns
    this.heads = columns.map((column, index) => {
      const cell = element("th", "");
      cell.scope = "col";
      if (!index) cell.append(this.all);
      const button = element("button", "runs-table__sort", cell);
      button.textContent = column.label;
      button.title = column.help;
      button.onclick = () => {
        this.order = pressed(this.order, column);
        this.#fill({ isAsked: true });
      };
      return cell;
    });
    this.head.replaceChildren(...this.heads);
  }

  /** @param {Sent} sent */
  #drawLines(sent) {
    const theme = readTheme(this.root).name;
    const known = new Map(this.lines.map((line) => [line.row.run, line]));
    this.lines = sent.rows.map((row) => {
      const line = known.get(row.run) ?? this.#line(sent.columns);
      line.row = row;
      set(line.box, "aria-label", row.shows);
      line.sample.style.borderTopColor = row.colour[theme];
      line.sample.style.borderTopStyle = row.dashed ? "dashed" : "solid";
      return line;
    });
    for (const line of [...this.body.children]) {
      if (!this.lines.some((each) => each.line === line)) line.remove();
    }
  }

  /**
   * @param {Column[]} columns
   * @returns {Line}
   */
  #line(columns) {
    const line = element("tr", "");
    const first = element("th", "", line);
    first.scope = "row";
    const label = element("label", "runs-table__label", first);
    const box = element("input", "runs-table__box", label);
    box.type = "checkbox";
    const [sample, rate] = [element("span", "runs-table__sample", label), element("span", "", label)];
    const cells = columns.slice(1).map(() => {
      const cell = element("td", "", line);
      return { cell, number: element("span", "", cell), mark: element("span", "runs-table__unseen", cell) };
    });
    const drawn = { row: /** @type {Row} */ (/** @type {unknown} */ (undefined)), line, box, sample, rate, cells };
    box.onchange = () => this.link?.press(drawn.row.group, "toggle", this);
    line.onpointerenter = ({ pointerType }) => pointerType === "mouse" && this.link?.bringForward(drawn.row.group);
    line.onpointerleave = () => this.link?.bringForward(null);
    return drawn;
  }

  /** @param {{ isAsked?: boolean }} [press] whether somebody has pressed the head of a column */
  #fill({ isAsked = false } = {}) {
    const { sent } = this;
    if (!sent) return;
    const rows = sent.rows.map((row) => valuesOf(row, sent.finish_line));
    const same = sameInAll(sent.columns, rows);
    write(this.size, sizeSentence(same, rows, sent.words, sent.units));
    sent.columns.forEach((column, index) => {
      const cell = this.heads[index];
      cell.hidden = same.has(column);
      set(cell, "aria-sort", this.order?.column === column.name ? this.order.direction : "none");
      const best = bestOf(column, rows);
      this.lines.forEach((line, place) => {
        const value = rows[place][column.name];
        const words = column.format === "label" ? line.row.label : shown(column, value, sent.units);
        if (!index) return write(line.rate, words);
        const { cell, number, mark } = line.cells[index - 1];
        const isBest = best !== null && value === best;
        cell.hidden = same.has(column);
        cell.classList.toggle("runs-table__best", isBest);
        write(number, words);
        write(mark, isBest ? ` ${sent.words.best}` : "");
      });
    });
    this.#sort(rows, isAsked);
  }

  /**
   * A row that somebody points at, or is in with the keyboard, does not move away.
   * @param {Values[]} rows
   * @param {boolean} isAsked
   */
  #sort(rows, isAsked) {
    const wanted = placesIn(rows, this.order).map((place) => this.lines[place].line);
    const isComplete = this.body.children.length === wanted.length;
    if (isComplete && !isAsked && (this.isPointedAt || this.body.contains(document.activeElement))) return;
    wanted.forEach((line, place) => {
      const there = this.body.children[place];
      if (there !== line) this.body.insertBefore(line, there ?? null);
    });
  }

  leave() {
    this.live.leave();
    this.link?.leave(this);
  }
}

/**
 * @param {Row} row
 * @param {number} line
 * @returns {Values}
 */
function valuesOf({ experiment, position, place, learning_rate, seed, own_accuracy }, line) {
  const told = summary(connection().feed(experiment), position, line);
  return { experiment, place, learning_rate, seed, own_accuracy, ...told };
}

export const { show, leave } = mounted((parent) => new RunsTable(parent));
