// A chart as a picture to be kept: with its title, its legend and the names at its curves' ends.
import { LETTER, MARK_LETTER, leaderOf, needsLeader, placed } from "./placement.js";
import { drawn, isCurve } from "./plot.js";

/** @import { Chart } from "./chart.js" */
/** @import { Scene, Size } from "./types.d.ts" */

const LEAST = { width: 900, height: 380 }; // a picture of a phone's chart would be too small to show anybody

/**
 * @param {Chart} chart
 * @param {"png" | "svg"} format
 */
export function download(chart, format) {
  const shown = drawn(chart.plot);
  if (!chart.plot.data || !shown || !chart.data || !chart.theme) return;
  const labels = new Map(chart.data.legend.map((entry) => [entry.group, entry.label]));
  const rows = legendRows([...labels.values()], Math.max(chart.plot.clientWidth, LEAST.width));
  const data = chart.plot.data.map((trace) => {
    const group = trace.meta ?? "";
    const label = isCurve(trace.uid) && trace.visible && labels.get(group);
    if (label) labels.delete(group);
    return { ...trace, showlegend: !!label, name: label || trace.name, legendrank: 1 };
  });
  const width = Math.max(chart.plot.clientWidth, LEAST.width);
  const height = Math.max(chart.plot.clientHeight, LEAST.height) + rows * 20;
  const { margin, xaxis, yaxis } = chart.plot.layout;
  const margins = { ...margin, t: 48, b: margin.b + rows * 20 + 10 };
  const size = { l: margins.l, t: margins.t, w: width - margins.l - margins.r, h: height - margins.t - margins.b };
  const { annotations, leaders } = asPlotly(chart.scene(shown, { size, width }), size);
  const layout = {
    ...chart.plot.layout,
    width,
    height,
    paper_bgcolor: chart.theme.background,
    title: { text: chart.data.title, x: 0.02, yref: "container", y: 0.97, yanchor: "top", font: { size: 16 } },
    margin: margins,
    xaxis: { ...xaxis, range: shown.xaxis.range, autorange: false },
    yaxis: { ...yaxis, range: shown.yaxis.range, autorange: false },
    annotations,
    shapes: [...(chart.plot.layout.shapes ?? []), ...leaders],
    showlegend: rows > 0,
    legend: { orientation: "h", x: 0, yref: "container", y: 0.01, yanchor: "bottom", font: { size: 12 } },
  };
  const options = { format, width, height, scale: 2, filename: chart.data.key };
  chart.plotly?.downloadImage({ data, layout }, options);
}

/**
 * The labels that lie over the chart as what Plotly can draw, in shares of the plotting area.
 * @param {Scene} scene
 * @param {Size} size of the plotting area
 */
function asPlotly(scene, size) {
  const { ends, marks } = placed(scene, null, new Map());
  const { scale, quiet } = scene.theme;
  const place = (/** @type {[number, number]} */ [x, y]) => ({ x: (x - size.l) / size.w, y: 1 - (y - size.t) / size.h });
  /** @type {(text: string, at: [number, number], color: string, letter: number) => object} */
  const annotation = (text, at, color, letter) => ({
    ...place(at),
    xref: "paper",
    yref: "paper",
    xanchor: "left",
    yanchor: "middle",
    showarrow: false,
    text,
    font: { size: letter * scale, color },
  });
  const annotations = [
    ...marks.map((mark) => annotation(mark.text, [mark.left, mark.top], quiet, MARK_LETTER)),
    ...ends.map((end) => annotation(`<b>${end.lines.join("<br>")}</b>`, [end.left, end.middle], end.colour, LETTER)),
  ];
  const leaders = ends.filter(needsLeader).map((end) => {
    const [from, to] = leaderOf(end).map(place);
    const line = { color: end.colour, width: 1, dash: end.dash };
    return { type: "line", xref: "paper", yref: "paper", x0: from.x, y0: from.y, x1: to.x, y1: to.y, line };
  });
  return { annotations, leaders };
}

/**
 * Lines that Plotly's legend takes in a picture, where all its entries are as wide as the widest.
 * @param {string[]} labels
 * @param {number} width
 */
function legendRows(labels, width) {
  if (!labels.length) return 0;
  const widest = Math.max(...labels.map((label) => label.length)) * 7.5 + 50;
  return Math.ceil(labels.length / Math.max(1, Math.floor((width - 80) / widest)));
}
