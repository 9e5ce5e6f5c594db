// From what dashboard/figures/__init__.py describes to what Plotly draws.
import { inRecords, smooth } from "./smoothing.js";
import { faded, inTheme } from "./theme.js";

const MOST_RAW = 8; // smoothed curves beside which what was measured is drawn, too

// Returns Plotly's `traces`, bands first, so that they lie behind all curves, and, in numbers, the `curves` that are not
// among the `hidden` groups.
export function unpackTraces(data, theme, hidden) {
  const numbers = [];
  const bands = [];
  const traces = [];
  const curves = [];
  // A crowd of unsmoothed curves would hide one another and double the time of a redraw.
  const showsRaw = data.traces.filter((trace) => trace.smoothing).length <= MOST_RAW;
  data.traces.forEach(({ group, smoothing, noisy, band, says, ...rest }, index) => {
    const trace = inTheme(rest, theme.name);
    for (const axis of ["x", "y"]) {
      if (trace[axis]?.bdata !== undefined) trace[axis] = unpack(trace[axis].bdata);
    }
    if (trace.x?.same_as !== undefined) trace.x = numbers[trace.x.same_as];
    numbers[index] = trace.x;
    trace.uid = String(index);
    trace.meta = group;
    trace.visible = !hidden.has(group);
    if (data.reading) trace.hoverinfo = "skip";
    if (trace.textfont?.size) trace.textfont = { ...trace.textfont, size: trace.textfont.size * theme.scale };
    const places = smoothing && inRecords(trace.x, smoothing.unit);
    const smoothed = (values) => (smoothing ? smooth(values, places, smoothing.weight) : values);
    if (smoothing) {
      if (showsRaw && !band) traces.push({ ...trace, uid: `raw${index}`, opacity: 0.28 });
      trace.y = smoothed(trace.y);
      trace.line = { ...trace.line, width: 2.25 };
    }
    if (band) {
      bands.push({
        ...trace,
        ...outline(trace.x, ...band.map(({ bdata }) => smoothed(unpack(bdata)))),
        uid: `band${index}`,
        mode: "lines",
        line: { width: 0 },
        fill: "toself",
        fillcolor: faded(trace.line.color, 0.2),
      });
    }
    traces.push(trace);
    if (trace.visible) curves.push({ ...trace, group, says, noisy, label: isNamed(data, { says }) && trace.name });
  });
  return { traces: [...bands, ...traces], curves };
}

// Whether a trace's name is written at its end.
export function isNamed({ reading }, { says }) {
  return !!reading?.names_ends && !says;
}

function unpack(base64) {
  return new Float32Array(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer);
}

// The outline of a band: forth along its upper edge and back along the lower one, in as many pieces as gaps make of it.
function outline(x, lower, upper) {
  const outline = { x: [], y: [] };
  let start = 0;
  for (let i = 0; i <= x.length; i += 1) {
    if (i < x.length && Number.isFinite(lower[i]) && Number.isFinite(upper[i])) continue;
    const piece = x.subarray(start, i);
    if (piece.length > 1) {
      if (outline.x.length) outline.x.push(NaN), outline.y.push(NaN);
      outline.x.push(...piece, ...piece.slice().reverse());
      outline.y.push(...upper.subarray(start, i), ...lower.slice(start, i).reverse());
    }
    start = i + 1;
  }
  return outline;
}
