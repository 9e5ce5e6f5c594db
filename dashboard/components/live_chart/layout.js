// Plotly's layout of a chart: the figure's own, with what theme, size and zoom make of it.
import { roomForNames } from "./placement.js";
import { inTheme } from "./theme.js";
import { logTicks } from "./ticks.js";
import { AXES } from "./zoom.js";

/** @import { Axis, ChartData, Drawn, Layout, Mark, Measure, Shape, Theme } from "./types.d.ts" */
/** @import { AxisName, Zoom } from "./zoom.js" */

/**
 * @typedef {object} Surroundings
 * @property {Theme} theme
 * @property {Measure} measure
 * @property {number} width of the whole chart, in pixels
 * @property {number} height
 * @property {Zoom} zoom
 * @property {Drawn | null} drawn as drawn last
 */

/**
 * Fixed margins: measured ones cost a second layout at every update, and the axes would jump with their labels.
 * @param {ChartData} data
 * @param {Pick<Surroundings, "theme" | "measure" | "width">} around
 */
export function marginsOf(data, { theme, measure, width }) {
  const { scale } = theme;
  return {
    l: (data.layout.yaxis.title.text ? 60 : 46) * scale,
    r: roomForNames(data, theme, width, measure),
    t: 10 * scale,
    b: ((data.layout.xaxis.title.text ? 46 : 28) + (data.layout.xaxis.tick_room ?? 0)) * scale,
  };
}

/**
 * @param {ChartData} data
 * @param {Surroundings} around
 * @returns {Layout & { margin: ReturnType<typeof marginsOf> }}
 */
export function layoutOf(data, around) {
  const { theme, width, height, zoom } = around;
  const { scale } = theme;
  /** @type {Layout} */
  const layout = inTheme(data.layout, theme.name);
  const margin = marginsOf(data, around);
  for (const name of AXES) {
    /** @type {Axis} */
    const own = { ...axisLook(theme), ...layout[name] };
    own.title = { standoff: 8 * scale, font: { size: 12 * scale, color: theme.quiet }, ...own.title };
    own.tickfont = { ...axisLook(theme).tickfont, ...layout[name].tickfont };
    own.range = zoom.range(name, own.type) ?? own.range;
    own.autorange = !own.range;
    layout[name] = { ...own, ...ticksOf(name, own, data, around) };
  }
  return {
    ...layout,
    shapes: layout.shapes?.map((shape) => withoutMark(shape, theme)) ?? [],
    width,
    height,
    margin,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, color: theme.text, size: 13 * scale },
    hoverlabel: {
      bgcolor: theme.background,
      bordercolor: theme.line,
      font: { family: theme.font, color: theme.text, size: 12 * scale },
      namelength: -1,
    },
  };
}

/**
 * Whether the ticks that `layout` asked for are those of what is drawn now: a logarithmic axis that follows its data has
 * a range only once it has been drawn.
 * @param {Layout} layout
 * @param {ChartData} data
 * @param {Surroundings} around
 */
export function hasItsTicks(layout, data, around) {
  return AXES.every((name) => {
    const { type, tickvals } = layout[name];
    const now = ticksOf(name, layout[name], data, around).tickvals;
    return type !== "log" || JSON.stringify(tickvals) === JSON.stringify(now);
  });
}

/**
 * @param {AxisName} name
 * @param {Axis} axis
 * @param {ChartData} data
 * @param {Surroundings} around
 * @returns {Partial<ReturnType<typeof logTicks>>}
 */
function ticksOf(name, { type, range, zero }, data, around) {
  if (type !== "log") return {};
  const { l, r, t, b } = marginsOf(data, around);
  const { scale } = around.theme;
  const room = name === "xaxis" ? (around.width - l - r) / (37 * scale) : (around.height - t - b) / (26 * scale);
  const last = around.drawn?.[name];
  return logTicks(range ?? (last?.type === "log" ? last.range : [-1, 1]), room, zero);
}

/** @param {Theme} theme */
function axisLook(theme) {
  return {
    gridcolor: theme.grid,
    linecolor: theme.line,
    zerolinecolor: theme.grid,
    zerolinewidth: 1,
    spikecolor: theme.quiet,
    spikethickness: 1,
    spikedash: "solid",
    tickcolor: theme.line,
    tickfont: { color: theme.quiet, size: 12 * theme.scale },
    // Plotly would measure every label at every redraw, a tenth of its time, for those that the edge might cut.
    ticklabeloverflow: "allow",
  };
}

/**
 * The vertical lines that have labels; see labels.js.
 * @param {Layout} layout
 * @returns {Mark[]}
 */
export function marksOf({ shapes }) {
  return (shapes ?? []).flatMap(({ x0, label, ...shape }) =>
    x0 !== undefined && label && isMark({ x0, label, ...shape })
      ? [{ at: x0, text: label.text, side: label.textposition }]
      : [],
  );
}

/** @param {Shape} shape */
function isMark({ type, x0, x1, label }) {
  return type === "line" && x0 === x1 && !!label?.text;
}

/**
 * @param {Shape} shape
 * @param {Theme} theme
 */
function withoutMark({ label, ...shape }, theme) {
  if (!label || isMark({ label, ...shape })) return shape;
  return { ...shape, label: { ...label, font: { size: 11 * theme.scale, color: theme.quiet } } };
}
