// The box at the pointer of a chart of curves: all that are shown there, sorted by value; and the line and the spot
// that show the place. Plotly's own box is one long column, cut off at the chart's edge, and is redrawn with it.
import { element } from "./dom.js";
import { formatted } from "./numbers.js";

const ROWS_OF_A_COLUMN = 16;
const REACH = 24; // pixels within which the pointer is at a curve
const MOST_EVENTS = 4; // lines that the box speaks of; the latest

export class Reading {
  constructor(chart) {
    this.chart = chart;
    this.line = element("div", "live-chart__line", chart.body);
    this.spot = element("div", "live-chart__spot", chart.body);
    this.box = element("div", "live-chart__reading", chart.body);
    this.box.setAttribute("aria-hidden", "true");
    // In the browser's top layer nothing around the chart can cut it off.
    this.box.popover = "manual";
    this.line.hidden = this.spot.hidden = true;
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.update();
    });
  }

  update() {
    const { chart } = this;
    const place = this.place();
    if (!place) {
      if (this.isShown) {
        this.isShown = false;
        this.box.hidePopover();
        chart.link.pointAt(null);
        chart.link.bringForward(null);
      } else {
        this.mark(chart.link.x);
      }
      return;
    }
    const x = nearestX(chart.curves, place);
    if (x === null) return;
    const nearest = nearestCurve(chart.curves, place);
    if (!this.isShown) {
      this.isShown = true;
      this.box.showPopover();
    }
    chart.link.pointAt(x);
    chart.link.bringForward(nearest?.group ?? null);
    this.fill(x, place);
    this.move();
  }

  // Where the pointer is among the curves, in pixels of the plotting area; null outside, and while a zoom is drawn.
  place() {
    const { pointer, plot, curves } = this.chart;
    const { xaxis, yaxis, _size: size } = plot._fullLayout ?? {};
    if (!pointer || !size || !curves.length || plot._dragging || pointer.buttons > 1) return null;
    const box = plot.getBoundingClientRect();
    const px = pointer.clientX - box.left - size.l;
    const py = pointer.clientY - box.top - size.t;
    if (px < 0 || py < 0 || px > size.w || py > size.h) return null;
    return { px, py, xaxis, yaxis };
  }

  // Draws the line at `x`, or none.
  mark(x) {
    const { plot, data } = this.chart;
    const { xaxis, _size: size } = plot._fullLayout ?? {};
    const px = x !== null && data.reading && size ? xaxis.d2p(x) : NaN;
    this.line.hidden = !(px >= 0 && px <= size.w);
    this.x = this.line.hidden ? null : x;
    if (this.line.hidden) this.spot.hidden = true;
    else Object.assign(this.line.style, { left: `${size.l + px}px`, top: `${size.t}px`, height: `${size.h}px` });
    this.emphasize(this.chart.link.forward);
  }

  // Puts the spot on the curve that is brought forward, and its row of the box in bold.
  emphasize(group) {
    const curve = this.chart.curves.find((each) => each.group === group && !each.says);
    const value = curve && this.x !== null && this.x !== undefined ? valueAt(curve, this.x) : NaN;
    this.spot.hidden = !Number.isFinite(value);
    if (!this.spot.hidden) {
      const { xaxis, yaxis, _size: size } = this.chart.plot._fullLayout;
      const [left, top] = [size.l + xaxis.d2p(this.x), size.t + yaxis.d2p(value)];
      this.spot.hidden = top < size.t || top > size.t + size.h;
      Object.assign(this.spot.style, { left: `${left}px`, top: `${top}px`, background: curve.line.color });
    }
    for (const row of this.box.querySelectorAll(".live-chart__row")) {
      row.classList.toggle("live-chart__row--forward", row.dataset.group === group);
    }
  }

  fill(x, place) {
    const { curves, data, link } = this.chart;
    const rows = rowsAt(curves, x);
    const head = element("div", "live-chart__reading-head");
    // On a logarithmic axis 0 is drawn at a place of its own.
    const at = x === Math.fround(data.layout.xaxis.zero) ? 0 : x;
    head.textContent = data.reading.title.replace(/%\{x(?::([^}]*))?\}/, (_, format) => formatted(at, format));
    const grid = element("div", "live-chart__rows");
    const columns = Math.ceil(rows.length / ROWS_OF_A_COLUMN);
    grid.style.gridTemplateRows = `repeat(${Math.ceil(rows.length / columns)}, auto)`;
    for (const row of rows) {
      const line = element("div", "live-chart__row", grid);
      line.dataset.group = row.group;
      line.classList.toggle("live-chart__row--forward", row.group === link.forward);
      line.append(swatch(row.curves[0].line.dash, row.curves[0].line.color));
      element("span", "live-chart__name", line).textContent = row.curves[0].name;
      for (const value of row.values) {
        element("span", "live-chart__value", line).textContent =
          Number.isFinite(value) || !row.diverged ? formatted(value, data.reading.y) : "✕";
      }
    }
    // What the two numbers of a row are.
    if (rows.some((row) => row.values.length > 1)) {
      const both = rows.find((row) => row.values.length > 1).curves.map((curve) => curve.line.dash);
      head.append(...both.map((dash) => swatch(dash, "currentColor")));
    }
    const parts = head.childNodes.length ? [head, grid] : [grid];
    for (const says of [markAt(curves, place), ...eventsAt(this.chart.marks, place)]) {
      if (!says) continue;
      const note = element("div", "live-chart__note");
      note.textContent = says;
      parts.push(note);
    }
    this.box.replaceChildren(...parts);
  }

  // Beside the pointer where there is room; otherwise above or below the chart, where it hides no curve.
  move() {
    const { clientX, clientY } = this.chart.pointer;
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
    cancelAnimationFrame(this.frame);
    if (this.isShown) {
      this.chart.link.pointAt(null);
      this.chart.link.bringForward(null);
    }
  }
}

function swatch(dash, colour) {
  const made = element("span", "live-chart__swatch");
  made.style.borderTop = `3px ${dash === "solid" ? "solid" : "dashed"} ${colour}`;
  return made;
}

// The first place of `x`, which ascends, that is not below `value`; x.length where there is none.
function placeOf(x, value) {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nearestIndex(x, value) {
  const after = placeOf(x, value);
  if (after === 0) return 0;
  if (after === x.length) return after - 1;
  return value - x[after - 1] < x[after] - value ? after - 1 : after;
}

// The step, of those of all curves, that is nearest to the pointer.
function nearestX(curves, { px, xaxis }) {
  const wanted = xaxis.p2d(px);
  let best = null;
  for (const x of new Set(curves.map((curve) => curve.x))) {
    if (!x.length) continue;
    const candidate = x[nearestIndex(x, wanted)];
    if (best === null || Math.abs(candidate - wanted) < Math.abs(best - wanted)) best = candidate;
  }
  return best;
}

// The value of the point nearest to `x`; undefined before a curve begins and after it has ended.
function valueAt({ x, y }, at) {
  if (!x.length || at < x[0] || at > x[x.length - 1]) return undefined;
  return y[nearestIndex(x, at)];
}

// One row a group, with one value for each of its curves, highest first; groups without a value come last.
function rowsAt(curves, x) {
  const rows = new Map();
  for (const curve of curves) {
    if (curve.says) {
      const row = rows.get(curve.group);
      if (row && curve.x[0] <= x) row.diverged = true;
      continue;
    }
    const value = valueAt(curve, x);
    if (value === undefined) continue;
    if (!rows.has(curve.group)) rows.set(curve.group, { group: curve.group, curves: [], values: [], diverged: false });
    rows.get(curve.group).curves.push(curve);
    rows.get(curve.group).values.push(value);
  }
  const rank = ({ values: [value], diverged }) => (Number.isFinite(value) ? value : diverged ? Infinity : -Infinity);
  return [...rows.values()].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

// What the mark within reach of the pointer says.
function markAt(curves, { px, py, xaxis, yaxis }) {
  const marks = curves.filter((curve) => curve.says);
  return marks.find(({ x, y }) => Math.hypot(xaxis.d2p(x[0]) - px, yaxis.d2p(y[0]) - py) < REACH / 2)?.says;
}

// What the vertical lines within reach of the pointer say, some of which may have found no room for their words.
function eventsAt(marks, { px, xaxis }) {
  const near = marks.filter(({ at }) => Math.abs(xaxis.d2p(at) - px) < REACH / 2);
  return near.slice(-MOST_EVENTS).map(({ text }) => text);
}

// The curve whose line passes nearest to the pointer, if one is within reach.
function nearestCurve(curves, { px, py, xaxis, yaxis }) {
  const [from, to] = [xaxis.p2d(px - REACH), xaxis.p2d(px + REACH)];
  let best = null;
  let shortest = REACH;
  for (const curve of curves) {
    const { x, y } = curve;
    const last = Math.min(placeOf(x, to), x.length - 1);
    let before = null;
    for (let i = Math.max(0, placeOf(x, from) - 1); i <= last; i += 1) {
      const point = Number.isFinite(y[i]) ? [xaxis.d2p(x[i]) - px, yaxis.d2p(y[i]) - py] : null;
      const length = point ? distance(before ?? point, point) : Infinity;
      if (length < shortest) [best, shortest] = [curve, length];
      before = point;
    }
  }
  return best;
}

// From (0, 0) to the line between two points.
function distance([x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const share = length ? Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / length)) : 0;
  return Math.hypot(x0 + share * dx, y0 + share * dy);
}
