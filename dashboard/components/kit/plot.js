// A plot that is drawn anew whenever something moves, with handles that pointer and arrow keys move.
import { drawing, element, set } from "../live_chart/dom.js";
import { rootSize } from "../live_chart/theme.js";
import { picture, places } from "./picture.js";

/** @import { Axis } from "./scale.js" */
/** @import { Marks, Point } from "./picture.js" */

/**
 * @typedef {object} Handle
 * @property {string} label what is moved
 * @property {Point} at where it stands at first
 * @property {"x" | "y" | "both"} along the axes along which it moves
 * @property {[number, number]} step of an arrow key, in the units of the axes; ten of them with Shift
 * @property {(at: Point) => string} said its place in words
 * @property {(at: Point) => void} moved is called while it is moved
 */

/**
 * `draw` takes what is to be seen; in between, the plot is as it was. `height` is in rem. The description `alt` is for
 * those who do not see it.
 * @param {Element} parent
 * @param {{ x: Axis, y: Axis, height: number, handles?: Handle[] }} described
 */
export function plot(parent, { x, y, height, handles = [] }) {
  const axes = { x, y };
  const root = element("div", "kit-plot", parent);
  root.style.height = `${height}rem`;
  const svg = drawing("svg", "kit-plot__svg", root);
  const ground = drawing("g", "", svg);
  set(ground, "role", "img");
  /** @type {Marks} */
  let marks = {};
  let alt = "";
  const size = () => ({ width: root.clientWidth, height: root.clientHeight });
  const unit = () => rootSize() / 16;
  const now = () => places(axes, size(), unit());

  const knobs = handles.map((handle) => {
    let at = handle.at;
    const knob = drawing("circle", "kit-plot__handle", svg);
    Object.entries({ tabindex: 0, role: "slider", "aria-label": handle.label }).forEach(([name, value]) => set(knob, name, value));
    const axis = handle.along === "y" ? 1 : 0;
    const stand = () => {
      const place = now();
      set(knob, "cx", place.x.at(at[0]));
      set(knob, "cy", place.y.at(at[1]));
      set(knob, "r", 8 * unit());
      set(knob, "aria-valuemin", [x, y][axis].lowest);
      set(knob, "aria-valuemax", [x, y][axis].highest);
      set(knob, "aria-valuenow", at[axis]);
      set(knob, "aria-valuetext", handle.said(at));
    };
    const put = (/** @type {Point} */ wanted) => {
      at = within(axes, handle.along, at, wanted);
      stand();
    };
    const move = (/** @type {Point} */ wanted) => {
      put(wanted);
      handle.moved(at);
    };
    knob.onkeydown = (event) => {
      const next = stepped(at, event.key, handle.step, event.shiftKey);
      if (!next) return;
      event.preventDefault();
      move(next);
    };
    knob.onpointerdown = (event) => {
      knob.setPointerCapture(event.pointerId);
      knob.focus();
      event.preventDefault();
    };
    knob.onpointermove = (event) => {
      if (!knob.hasPointerCapture(event.pointerId)) return;
      const box = root.getBoundingClientRect();
      const place = now();
      move([place.x.back(event.clientX - box.left), place.y.back(event.clientY - box.top)]);
    };
    return { stand, put, at: () => at };
  });

  function paint() {
    const { width, height: high } = size();
    if (!width || !high) return;
    set(svg, "width", width);
    set(svg, "height", high);
    set(ground, "aria-label", alt);
    ground.innerHTML = picture(axes, marks, { width, height: high }, unit());
    for (const knob of knobs) knob.stand();
  }

  return {
    root,
    axes,
    /** The handles: where each stands, and `put`, which moves it without a call. */
    handles: knobs,
    /**
     * @param {Marks} seen
     * @param {string} words its description
     */
    draw(seen, words) {
      [marks, alt] = [seen, words];
      paint();
    },
  };
}

/**
 * Where a handle comes to that is wanted elsewhere.
 * @param {{ x: Axis, y: Axis }} axes
 * @param {"x" | "y" | "both"} along
 * @param {Point} from
 * @param {Point} to
 * @returns {Point}
 */
export function within({ x, y }, along, from, to) {
  const clipped = (/** @type {Axis} */ { lowest, highest }, /** @type {number} */ value) =>
    Math.min(highest, Math.max(lowest, value));
  return [along === "y" ? from[0] : clipped(x, to[0]), along === "x" ? from[1] : clipped(y, to[1])];
}

/**
 * Where an arrow key leads from a place, or null where another key was pressed.
 * @param {Point} at
 * @param {string} key
 * @param {[number, number]} step
 * @param {boolean} [isFar]
 * @returns {Point | null}
 */
export function stepped([x, y], key, [across, up], isFar = false) {
  const far = isFar ? 10 : 1;
  const ways = /** @type {Record<string, Point>} */ ({
    ArrowRight: [across, 0],
    ArrowLeft: [-across, 0],
    ArrowUp: [0, up],
    ArrowDown: [0, -up],
  });
  return key in ways ? [x + far * ways[key][0], y + far * ways[key][1]] : null;
}
