// A chart as a picture to be kept: with its title, its legend and the names at its curves' ends.
import { leaderOf, needsLeader, placed } from "./labels.js";

const LEAST = { width: 900, height: 380 }; // a picture of a phone's chart would be too small to show anybody

export function download(chart, format) {
  if (!chart.plot.data) return;
  const labels = new Map(chart.data.legend.map((entry) => [entry.group, entry.label]));
  const rows = legendRows([...labels.values()], Math.max(chart.plot.clientWidth, LEAST.width));
  const data = chart.plot.data.map((trace) => {
    const label = trace.uid.match(/^\d+$/) && trace.visible && labels.get(trace.meta);
    labels.delete(label && trace.meta);
    return { ...trace, showlegend: !!label, name: label || trace.name, legendrank: 1 };
  });
  const width = Math.max(chart.plot.clientWidth, LEAST.width);
  const height = Math.max(chart.plot.clientHeight, LEAST.height) + rows * 20;
  const { margin, xaxis, yaxis } = chart.plot.layout;
  const margins = { ...margin, t: 48, b: margin.b + rows * 20 + 10 };
  const size = { l: margins.l, t: margins.t, w: width - margins.l - margins.r, h: height - margins.t - margins.b };
  const words = asPlotly(chart.figure({ size, width }), size);
  const layout = {
    ...chart.plot.layout,
    width,
    height,
    paper_bgcolor: chart.theme.background,
    title: { text: chart.data.title, x: 0.02, yref: "container", y: 0.97, yanchor: "top", font: { size: 16 } },
    margin: margins,
    xaxis: { ...xaxis, range: chart.plot._fullLayout.xaxis.range, autorange: false },
    yaxis: { ...yaxis, range: chart.plot._fullLayout.yaxis.range, autorange: false },
    annotations: words.annotations,
    shapes: [...(chart.plot.layout.shapes ?? []), ...words.leaders],
    showlegend: rows > 0,
    legend: { orientation: "h", x: 0, yref: "container", y: 0.01, yanchor: "bottom", font: { size: 12 } },
  };
  window.Plotly.downloadImage({ data, layout }, { format, width, height, scale: 2, filename: chart.data.key });
}

// The words that lie over the chart as what Plotly can draw, in shares of the plotting area of `size`.
function asPlotly(figure, size) {
  const { ends, marks } = placed(figure, null, new Map());
  const { scale, quiet } = figure.theme;
  const place = ([x, y]) => ({ x: (x - size.l) / size.w, y: 1 - (y - size.t) / size.h });
  const text = (words, left, middle, colour, letter) => ({
    ...place([left, middle]),
    xref: "paper",
    yref: "paper",
    xanchor: "left",
    yanchor: "middle",
    showarrow: false,
    text: words,
    font: { size: letter * scale, color: colour },
  });
  const annotations = [
    ...marks.map((mark) => text(mark.text, mark.left, mark.top, quiet, 11)),
    ...ends.map((end) => text(`<b>${end.lines.join("<br>")}</b>`, end.left, end.middle, end.colour, 12)),
  ];
  const leaders = ends.filter(needsLeader).map((end) => {
    const [from, to] = leaderOf(end).map(place);
    const line = { color: end.colour, width: 1, dash: end.dash };
    return { type: "line", xref: "paper", yref: "paper", x0: from.x, y0: from.y, x1: to.x, y1: to.y, line };
  });
  return { annotations, leaders };
}

// Lines that Plotly's legend takes in a picture, where all its entries are as wide as the widest.
function legendRows(labels, width) {
  if (!labels.length) return 0;
  const widest = Math.max(...labels.map((label) => label.length)) * 7.5 + 50;
  return Math.ceil(labels.length / Math.max(1, Math.floor((width - 80) / widest)));
}
