// The words that stand among the curves: each curve's name at its end, and what happened at vertical lines. They lie over
// the chart in a drawing of their own, because Plotly knows neither collisions nor the room that a name needs.
import { drawing, set, write } from "./dom.js";
import { besideEnds, besideLines, chosen } from "./layout.js";
import { isNamed } from "./traces.js";

const LETTER = 12; // pixels, of names at ends
const MARK_LETTER = 11;
const WIDEST = 0.17; // of the chart's width; a wider name is broken into two lines
const STILL = 24; // pixels before a noisy curve's end over which its height is averaged

export class Words {
  constructor(root) {
    this.root = drawing("svg", "live-chart__words", root);
    set(this.root, "aria-hidden", "true");
    this.nodes = new Map();
    this.order = new Map(); // group -> place among the names, as drawn last
  }

  draw(figure, forward) {
    this.seen = new Set();
    const { ends, marks } = placed(figure, forward, this.order);
    this.order = new Map([...ends].sort((a, b) => a.middle - b.middle).map(({ group }, i) => [group, i]));
    const { scale } = figure.theme;
    for (const mark of marks) {
      this.text(`line ${mark.x} ${mark.text}`, "live-chart__mark", [mark.text], mark.left, mark.top, {
        "font-size": MARK_LETTER * scale,
        fill: figure.theme.quiet,
      });
    }
    for (const end of ends) {
      const fades = forward !== null && forward !== end.group;
      const group = this.text(end.group, "live-chart__end", end.lines, end.left, end.middle, {
        "font-size": LETTER * scale,
        fill: end.colour,
      });
      group.classList.toggle("live-chart__end--faded", fades);
      this.leader(group, end);
    }
    for (const [key, node] of this.nodes) {
      if (this.seen.has(key)) continue;
      node.remove();
      this.nodes.delete(key);
    }
  }

  // Lines of text, vertically in the middle of `middle`.
  text(key, className, lines, left, middle, attributes) {
    let group = this.nodes.get(key);
    if (!group) {
      group = drawing("g", className, this.root);
      this.nodes.set(key, group);
      drawing("path", "live-chart__leader", group);
      drawing("text", "", group);
    }
    this.seen.add(key);
    const text = group.lastChild;
    for (const [name, value] of Object.entries(attributes)) set(text, name, value);
    set(text, "transform", `translate(${left.toFixed(1)} ${middle.toFixed(1)})`);
    while (text.childNodes.length > lines.length) text.lastChild.remove();
    while (text.childNodes.length < lines.length) drawing("tspan", "", text);
    lines.forEach((line, i) => {
      const span = text.childNodes[i];
      set(span, "x", 0);
      set(span, "dy", i ? "1.1em" : `${(0.35 - 0.55 * (lines.length - 1)).toFixed(2)}em`);
      write(span, line);
    });
    return group;
  }

  leader(group, end) {
    const path = group.firstChild;
    set(path, "d", needsLeader(end) ? leaderOf(end).map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") : "");
    set(path, "stroke", end.colour);
    set(path, "stroke-dasharray", end.dash === "solid" ? "none" : "3 2");
  }
}

// The room right of the curves that their names need, in pixels: of all names, so that hiding a curve moves nothing.
export function marginOf(data, theme, width) {
  const named = new Set(data.traces.filter((trace) => isNamed(data, trace)).map((trace) => trace.name));
  if (!named.size) return 18 * theme.scale;
  const widths = [...named].map((name) => sizeOf(broken(name, theme, width), theme).width);
  return Math.max(...widths) + (named.size > 2 ? 22 : 14) * theme.scale;
}

// Where all words of a figure stand: of its `curves` and `marks`, whose plotting area is `size` (l, t, w, h) with `x` and
// `y` from data to pixels in it. A figure whose y axis is `zoomed` names only the curves that end in it.
export function placed(figure, forward, order) {
  return { ends: placedEnds(figure, forward, order), marks: placedMarks(figure) };
}

function placedEnds({ curves, theme, size, width, x, y, zoomed }, forward, order) {
  const ends = [];
  for (const curve of curves) {
    const end = curve.label && endOf(curve, size, x, y, zoomed);
    if (!end) continue;
    const lines = broken(curve.label, theme, width);
    ends.push({
      group: curve.group,
      colour: curve.line.color,
      dash: curve.line.dash,
      lines,
      ...sizeOf(lines, theme),
      tip: [size.l + end.x, size.t + end.tip],
      x: size.l + end.x,
      y: size.t + end.y,
    });
  }
  const height = Math.max(0, ...ends.map((end) => end.height));
  // A name in the lowest place stands beside the axis line, not on the words below it.
  const [low, high] = [Math.max(0, size.t - height / 2), size.t + size.h + LETTER * 0.6 * theme.scale];
  const named = chosen(ends, Math.floor((high - low) / height), forward);
  return besideEnds(named, { height, gap: 7 * theme.scale, low, high, order });
}

// Where a curve ends within the plotting area: there, or where it leaves it to the right.
function endOf(curve, size, x, y, zoomed) {
  let last = curve.x.length - 1;
  while (last >= 0 && !(Number.isFinite(curve.y[last]) && x(curve.x[last]) <= size.w + 0.5)) last -= 1;
  if (last < 0 || x(curve.x[last]) < 0) return null;
  let [endX, tip] = [x(curve.x[last]), y(curve.y[last])];
  if (last + 1 < curve.x.length && Number.isFinite(curve.y[last + 1]) && x(curve.x[last + 1]) > endX) {
    const share = (size.w - endX) / (x(curve.x[last + 1]) - endX);
    [endX, tip] = [size.w, tip + share * (y(curve.y[last + 1]) - tip)];
  }
  if (zoomed && (tip < 0 || tip > size.h)) return null;
  let calm = tip;
  if (curve.noisy) {
    const near = [];
    for (let i = last; i >= 0 && x(curve.x[i]) >= endX - STILL; i -= 1) {
      if (Number.isFinite(curve.y[i])) near.push(y(curve.y[i]));
    }
    if (near.length) calm = near.reduce((a, b) => a + b) / near.length;
  }
  const inside = (place) => Math.min(Math.max(place, 0), size.h);
  return { x: endX, tip: inside(tip), y: inside(calm) };
}

function placedMarks({ marks, theme, size, x }) {
  const inside = marks
    .map((mark) => ({ ...mark, x: size.l + x(mark.at), width: widthOf(mark.text, MARK_LETTER, theme, 400) }))
    .filter((mark) => mark.x >= size.l && mark.x <= size.l + size.w);
  const line = MARK_LETTER * 1.3 * theme.scale;
  return ["start", "end"].flatMap((side) =>
    besideLines(inside.filter((mark) => mark.side === side), size.l + size.w, 5 * theme.scale).map((mark) => ({
      ...mark,
      top: side === "end" ? size.t + (mark.row + 0.6) * line : size.t + size.h - (mark.row + 0.6) * line,
    })),
  );
}

export function needsLeader({ tip, middle, left, x }) {
  return Math.abs(tip[1] - middle) > 3 || left - x > 24;
}

// From just beside the curve's end to just before its name.
export function leaderOf({ tip: [x, y], left, middle }) {
  return [[x + 2, y], [left - 3, middle]];
}

// A name in one line, or in two where one would take too much of the chart's width.
function broken(name, theme, width) {
  if (widthOf(name, LETTER, theme, 600) <= Math.max(WIDEST * width, 40) || !name.includes(" ")) return [name];
  const spaces = [...name.matchAll(/ /g)].map((match) => match.index);
  const middle = spaces.reduce((a, b) => (Math.abs(a - name.length / 2) <= Math.abs(b - name.length / 2) ? a : b));
  return [name.slice(0, middle), name.slice(middle + 1)];
}

function sizeOf(lines, theme) {
  return {
    width: Math.max(...lines.map((line) => widthOf(line, LETTER, theme, 600))),
    height: (lines.length * 1.1 + 0.1) * LETTER * theme.scale,
  };
}

const ruler = document.createElement("canvas").getContext("2d");
const measured = new Map();

function widthOf(text, size, { font, scale }, weight) {
  const key = `${weight} ${size * scale}px ${font}\n${text}`;
  if (!measured.has(key)) {
    ruler.font = key.slice(0, key.indexOf("\n"));
    measured.set(key, ruler.measureText(text).width);
  }
  return measured.get(key);
}
