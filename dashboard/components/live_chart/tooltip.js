// The box at the pointer of a chart of curves: all that are shown there, sorted by value; and the line and the spot
// that show the place. Plotly's own box is one long column, cut off at the chart's edge, and is redrawn with it.
import { element } from "./dom.js";
import { nearestCurve, nearestX, rowsAt, saidAt, valueAt } from "./nearest.js";
import { formatted } from "./numbers.js";
import { drawn, isDragged } from "./plot.js";

/** @import { Place } from "./types.d.ts" */
/** @import { Chart } from "./chart.js" */
/** @import { Row } from "./nearest.js" */

const ROWS_OF_A_COLUMN = 16;

export class Tooltip {
  /** @param {Chart} chart */
  constructor(chart) {
    this.chart = chart;
    this.line = element("div", "live-chart__line", chart.body);
    this.spot = element("div", "live-chart__spot", chart.body);
    this.box = element("div", "live-chart__tooltip", chart.body);
    this.box.setAttribute("aria-hidden", "true");
    // In the browser's top layer nothing around the chart can cut it off.
    this.box.popover = "manual";
    this.line.hidden = this.spot.hidden = true;
    this.isShown = false;
    /** @type {PointerEvent | null} */
    this.pointer = null;
    /** @type {number | null} The step that the line is at. */
    this.x = null;
    /** @type {number | undefined} */
    this.frame = undefined;
  }

  /** @param {PointerEvent | null} pointer */
  follow(pointer) {
    this.pointer = pointer;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.update();
    });
  }

  // After a move of the pointer, and after every redraw.
  update() {
    const { link, curves } = this.chart;
    const place = this.place();
    if (!place) {
      if (this.isShown) this.hide();
      else this.mark(link?.x ?? null);
      return;
    }
    const x = nearestX(curves, place);
    if (x === null) return;
    if (!this.isShown) this.box.showPopover();
    this.isShown = true;
    link?.pointAt(x);
    link?.bringForward(nearestCurve(curves, place)?.group ?? null);
    this.fill(x, place);
    this.move();
  }

  hide() {
    this.isShown = false;
    this.box.hidePopover();
    this.chart.link?.pointAt(null);
    this.chart.link?.bringForward(null);
  }

  /**
   * Where the pointer is among the curves; null outside, and while a zoom is drawn.
   * @returns {Place | null}
   */
  place() {
    const { plot, curves } = this.chart;
    const shown = drawn(plot);
    if (!this.pointer || !shown || !curves.length || isDragged(plot) || this.pointer.buttons > 1) return null;
    const { size, xaxis, yaxis } = shown;
    const box = plot.getBoundingClientRect();
    const px = this.pointer.clientX - box.left - size.l;
    const py = this.pointer.clientY - box.top - size.t;
    if (px < 0 || py < 0 || px > size.w || py > size.h) return null;
    return { px, py, xaxis, yaxis };
  }

  /**
   * Draws the line at `x`, or none.
   * @param {number | null} x
   */
  mark(x) {
    const { plot, data, link } = this.chart;
    const shown = data?.tooltip ? drawn(plot) : null;
    const px = x !== null && shown ? shown.xaxis.toPixel(x) : NaN;
    const isInside = shown !== null && px >= 0 && px <= shown.size.w;
    this.line.hidden = !isInside;
    this.x = isInside ? x : null;
    if (isInside) {
      const { l, t, h } = shown.size;
      Object.assign(this.line.style, { left: `${l + px}px`, top: `${t}px`, height: `${h}px` });
    }
    this.emphasize(link?.selection.forward ?? null);
  }

  /**
   * Puts the spot on the curve that is brought forward, and its row of the box in bold.
   * @param {string | null} group
   */
  emphasize(group) {
    const shown = drawn(this.chart.plot);
    const curve = this.chart.curves.find((each) => each.group === group && !each.says);
    const value = curve && this.x !== null ? valueAt(curve, this.x) : undefined;
    this.spot.hidden = true;
    if (shown && curve && this.x !== null && value !== undefined && Number.isFinite(value)) {
      const { size, xaxis, yaxis } = shown;
      const [left, top] = [size.l + xaxis.toPixel(this.x), size.t + yaxis.toPixel(value)];
      this.spot.hidden = top < size.t || top > size.t + size.h;
      Object.assign(this.spot.style, { left: `${left}px`, top: `${top}px`, background: curve.line.color });
    }
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.box.querySelectorAll(".live-chart__row"))) {
      row.classList.toggle("live-chart__row--forward", row.dataset.group === group);
    }
  }

  /**
   * @param {number} x
   * @param {Place} place
   */
  fill(x, place) {
    const { curves, data, marks, link } = this.chart;
    if (!data?.tooltip) return;
    const { title, y: format } = data.tooltip;
    const rows = rowsAt(curves, x);
    const head = element("div", "live-chart__tooltip-head");
    // On a logarithmic axis 0 is drawn at a place of its own.
    const { zero } = data.layout.xaxis;
    const at = zero !== undefined && x === Math.fround(zero) ? 0 : x;
    head.textContent = title.replace(/%\{x(?::([^}]*))?\}/, (_, ofX) => formatted(at, ofX));
    // What the two numbers of a row are.
    const pair = rows.find((row) => row.values.length > 1);
    if (pair) head.append(...pair.curves.map((curve) => swatch(curve.line.dash, "currentColor")));
    const grid = element("div", "live-chart__rows");
    const columns = Math.ceil(rows.length / ROWS_OF_A_COLUMN);
    grid.style.gridTemplateRows = `repeat(${Math.ceil(rows.length / columns)}, auto)`;
    grid.append(...rows.map((row) => lineOf(row, format)));
    const notes = saidAt(curves, marks, place).map((said) => {
      const note = element("div", "live-chart__note");
      note.textContent = said;
      return note;
    });
    this.box.replaceChildren(...(head.childNodes.length ? [head] : []), grid, ...notes);
    this.emphasize(link?.selection.forward ?? null);
  }

  // Beside the pointer where there is room; otherwise above or below the chart, where it hides no curve.
  move() {
    if (!this.pointer) return;
    const { clientX, clientY } = this.pointer;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const chart = this.chart.body.getBoundingClientRect();
    let left = clientX + 18;
    let top = clientY - height / 2;
    if (left + width > innerWidth - 8) left = clientX - 18 - width;
    if (left < 8) {
      left = clientX - width / 2;
      top = chart.top - height - 4 >= 8 ? chart.top - height - 4 : chart.bottom + 4;
    }
    left = Math.max(8, Math.min(left, innerWidth - width - 8));
    top = Math.max(8, Math.min(top, innerHeight - height - 8));
    Object.assign(this.box.style, { left: `${left}px`, top: `${top}px` });
  }

  remove() {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    if (!this.isShown) return;
    this.chart.link?.pointAt(null);
    this.chart.link?.bringForward(null);
  }
}

/**
 * @param {Row} row
 * @param {string} format
 */
function lineOf({ group, curves, values, diverged }, format) {
  const line = element("div", "live-chart__row");
  if (group !== undefined) line.dataset.group = group;
  line.append(swatch(curves[0].line.dash, curves[0].line.color));
  element("span", "live-chart__name", line).textContent = curves[0].name;
  for (const value of values) {
    element("span", "live-chart__value", line).textContent =
      Number.isFinite(value) || !diverged ? formatted(value, format) : "✕";
  }
  return line;
}

/**
 * @param {string | undefined} dash
 * @param {string} colour
 */
function swatch(dash, colour) {
  const made = element("span", "live-chart__swatch");
  made.style.borderTop = `3px ${dash === "solid" ? "solid" : "dashed"} ${colour}`;
  return made;
}
