// One Plotly chart in one lasting element. `show` is called with every new set of data and whenever Streamlit's theme
// changes; the figure's format is described in dashboard/figures/__init__.py.

// A browser that has kept an older version of one of these files must not mix it with a newer one of the other.
const { Reading } = await import(`./live_chart_reading.js${new URL(import.meta.url).search}`);

const charts = new WeakMap();
const links = new Map();
let loading;

export function show({ parentElement, data: [data], setStateValue }) {
  let chart = charts.get(parentElement);
  if (!chart) charts.set(parentElement, (chart = new Chart(parentElement)));
  chart.tell = (hidden) => setStateValue("hidden", hidden);
  chart.update(data);
}

// Streamlit also calls this when a newer update overtook this one; only a chart that left the page is taken down.
export function leave({ parentElement }) {
  if (parentElement.isConnected) return;
  charts.get(parentElement)?.remove();
  charts.delete(parentElement);
}

function loadPlotly(url) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error(url)));
    script.onerror = () => reject(new Error(url));
    document.head.append(script);
  });
  return loading;
}

// What charts of one name have in common: which groups they hide, which one they bring forward, where the pointer is.
class Link {
  static of(name) {
    if (!links.has(name)) links.set(name, new Link());
    return links.get(name);
  }

  constructor() {
    this.charts = new Set();
    this.hidden = new Set();
    this.before = this.hidden;
    this.serial = 0; // clicks on legends so far
    this.forward = null;
    this.x = null;
  }

  // What the page asks for, unless it does not know of the latest click yet.
  obey({ groups, serial }) {
    if (serial < this.serial) return;
    this.serial = serial;
    if (groups.length === this.hidden.size && groups.every((group) => this.hidden.has(group))) return;
    this.hidden = new Set(groups);
    for (const chart of this.charts) chart.schedule();
  }

  press(group, alone, chart) {
    // A double click is a click before: what it means is decided by what was hidden before that one.
    const before = alone === "again" ? this.before : this.hidden;
    this.before = this.hidden;
    if (alone) this.hidden = this.allBut(group, before);
    else this.hidden = new Set(before.has(group) ? [...before].filter((other) => other !== group) : [...before, group]);
    this.serial += 1;
    for (const each of this.charts) each.schedule();
    if (chart.data.hidden) chart.tell({ groups: [...this.hidden], serial: this.serial });
  }

  // All others, or none where they are hidden already.
  allBut(group, hidden) {
    const all = [...this.charts].flatMap((chart) => chart.data.legend.map((entry) => entry.group));
    const others = new Set(all.filter((other) => other !== group));
    const isAlone = !hidden.has(group) && [...others].every((other) => hidden.has(other));
    return isAlone ? new Set() : others;
  }

  bringForward(group) {
    if (this.forward === group) return;
    this.forward = group;
    for (const chart of this.charts) chart.emphasize();
  }

  // Shows in every chart the place the pointer is at in one of them.
  pointAt(x) {
    this.x = x;
    for (const chart of this.charts) chart.reading.mark(x);
  }
}

class Chart {
  constructor(parent) {
    this.root = element("div", "live-chart");
    this.head = element("div", "live-chart__head", this.root);
    this.title = element("div", "live-chart__title", this.head);
    this.reset = element("button", "live-chart__tool", this.head);
    this.png = element("button", "live-chart__tool", this.head);
    this.svg = element("button", "live-chart__tool", this.head);
    this.body = element("div", "live-chart__body", this.root);
    this.plot = element("div", "live-chart__plot", this.body);
    this.message = element("div", "live-chart__message", this.body);
    this.legend = element("div", "live-chart__legend", this.root);
    this.plot.setAttribute("role", "img");
    this.plot.dataset.points = "0";
    this.png.textContent = "PNG";
    this.svg.textContent = "SVG";
    this.reset.hidden = true;
    this.reset.onclick = () => this.follow();
    this.png.onclick = () => this.download("png");
    this.svg.onclick = () => this.download("svg");
    // Axis -> {type, range} the user chose; an axis that is not here follows the data. Kept here and not by Plotly's
    // `uirevision`, which would carry the numbers of a linear axis over to a logarithmic one.
    this.zoom = {};
    this.entries = new Map(); // group -> its button in the legend
    this.curves = []; // what is drawn, in numbers; see `traces`
    this.pointer = null;
    this.reading = new Reading(this);
    for (const kind of ["pointermove", "pointerdown", "pointerup"]) {
      this.plot.addEventListener(kind, (event) => this.point(event));
    }
    // A finger leaves when it is lifted; what it has tapped remains until it taps elsewhere.
    this.plot.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.point(null));
    this.elsewhere = (event) => !this.plot.contains(event.target) && this.pointer && this.point(null);
    document.addEventListener("pointerdown", this.elsewhere);
    // The wheel scrolls the page; with Ctrl or Cmd, which is also what pinching a touchpad sends, it zooms.
    this.plot.addEventListener("wheel", (event) => event.ctrlKey || event.metaKey || event.stopPropagation(), true);
    this.size = ""; // width and height as last drawn
    // Observing begins with a call; drawing everything again for it would double the time that a new chart takes.
    this.sizes = new ResizeObserver(() => this.size !== this.room() && this.schedule());
    parent.append(this.root);
    this.sizes.observe(this.body);
  }

  update(data) {
    if (this.data && data.view !== this.data.view) this.zoom = {};
    this.data = data;
    const link = Link.of(data.link);
    if (this.link !== link) {
      this.link?.charts.delete(this);
      this.link = link;
      link.charts.add(this);
    }
    if (data.hidden) link.obey(data.hidden);
    this.schedule();
  }

  room() {
    return `${this.body.clientWidth} ${this.body.clientHeight}`;
  }

  // Draws once a frame at most, and always the newest data: what came while a frame was being drawn is skipped.
  schedule() {
    this.frame ??= requestAnimationFrame(async () => {
      try {
        await this.draw();
      } finally {
        this.frame = undefined;
        if (this.stale) this.schedule();
      }
    });
    this.stale = true;
  }

  async draw() {
    this.stale = false;
    this.theme = readTheme(this.root);
    this.describe();
    let Plotly;
    try {
      Plotly = await loadPlotly(this.data.plotly);
    } catch {
      this.say(this.data.words.unavailable);
      return;
    }
    // A redraw under a zoom box that is being dragged would end the drag.
    if (this.plot._dragging) {
      this.waiting ??= setTimeout(() => ((this.waiting = undefined), this.schedule()), 50);
      return;
    }
    const { clientWidth: width, clientHeight: height } = this.body;
    if (!width || !height || !this.data) return;
    this.size = this.room();
    const data = this.data;
    const first = !this.plot.data;
    const layout = this.layout(data, width, height);
    await Plotly.react(this.plot, this.traces(data), layout, CONFIG);
    // Ticks of a logarithmic axis that follows its data are known once it has been drawn.
    if (["xaxis", "yaxis"].some((name) => !sameTicks(layout[name], this.logTicks(name, layout[name])))) this.schedule();
    this.plot.dataset.points = String(data.points);
    if (first) this.listen();
    this.emphasize();
    if (data.reading) this.reading.update();
    else this.hoverAgain(Plotly);
  }

  // Plotly's traces; bands come first, so that they lie behind all curves. Fills `curves` for the box at the pointer.
  traces(data) {
    const { theme } = this;
    const numbers = [];
    const bands = [];
    const traces = [];
    this.curves = [];
    // A crowd of unsmoothed curves would hide one another and double the time of a redraw.
    const showsRaw = data.traces.filter((trace) => trace.smoothing).length <= MOST_RAW;
    data.traces.forEach(({ group, smoothing, band, says, ...rest }, index) => {
      const trace = inTheme(rest, theme.name);
      for (const axis of ["x", "y"]) {
        if (trace[axis]?.bdata !== undefined) trace[axis] = unpack(trace[axis].bdata);
      }
      if (trace.x?.same_as !== undefined) trace.x = numbers[trace.x.same_as];
      numbers[index] = trace.x;
      trace.uid = String(index);
      trace.meta = group;
      trace.visible = !this.link.hidden.has(group);
      if (data.reading) trace.hoverinfo = "skip";
      if (smoothing) {
        if (showsRaw && !band) traces.push({ ...trace, uid: `raw${index}`, opacity: 0.28 });
        trace.y = smooth(trace.y, smoothing);
        trace.line = { ...trace.line, width: 2.25 };
      }
      if (band) {
        const edges = band.map(({ bdata }) => (smoothing ? smooth(unpack(bdata), smoothing) : unpack(bdata)));
        bands.push({
          ...trace,
          ...outline(trace.x, ...edges),
          uid: `band${index}`,
          mode: "lines",
          line: { width: 0 },
          fill: "toself",
          fillcolor: faded(trace.line.color, 0.2),
        });
      }
      traces.push(trace);
      if (trace.visible) this.curves.push({ ...trace, group, says });
    });
    return [...bands, ...traces];
  }

  // Fades all but the group that is brought forward. Plotly draws none of it: a style costs nothing, survives no longer
  // than the class that asks for it, and is put on anew after every redraw.
  emphasize() {
    const { forward } = this.link;
    const isDrawn = forward !== null && this.curves.some((curve) => curve.group === forward);
    for (const node of this.plot.querySelectorAll(".scatterlayer > .trace")) {
      const { meta: group, uid } = node.__data__?.[0]?.trace ?? {};
      node.classList.toggle("live-chart__faded", isDrawn && group !== forward && group !== undefined);
      // The curve itself, neither its band nor its raw values.
      node.classList.toggle("live-chart__forward", isDrawn && group === forward && /^\d+$/.test(uid));
    }
    for (const [group, button] of this.entries) {
      button.classList.toggle("live-chart__entry--faded", isDrawn && group !== forward);
    }
    this.reading.emphasize(isDrawn ? forward : null);
  }

  point(event) {
    this.pointer = event;
    if (this.data?.reading) this.reading.schedule();
  }

  layout(data, width, height) {
    const { theme } = this;
    const layout = inTheme(data.layout, theme.name);
    const axis = {
      gridcolor: theme.grid,
      linecolor: theme.line,
      zerolinecolor: theme.grid,
      zerolinewidth: 1,
      spikecolor: theme.quiet,
      spikethickness: 1,
      spikedash: "solid",
      tickfont: { color: theme.quiet, size: 12 },
      // Plotly would measure every label at every redraw, a tenth of its time, for those that the edge might cut.
      ticklabeloverflow: "allow",
    };
    for (const name of ["xaxis", "yaxis"]) {
      const own = { ...axis, ...layout[name] };
      own.title = { standoff: 8, font: { size: 12, color: theme.quiet }, ...own.title };
      const zoom = this.zoom[name];
      if (zoom && zoom.type === own.type) own.range = zoom.range.slice();
      else delete this.zoom[name];
      own.autorange = !own.range;
      if (own.type === "log") Object.assign(own, this.logTicks(name, own));
      layout[name] = own;
    }
    for (const shape of layout.shapes ?? []) {
      if (shape.label) shape.label.font = { size: 11, color: theme.quiet };
    }
    this.reset.hidden = !Object.keys(this.zoom).length;
    return {
      dragmode: COARSE_POINTER ? false : "zoom",
      ...layout,
      width,
      height,
      // Fixed margins: measured ones cost a second layout at every update, and the axes would jump with their labels.
      margin: { l: layout.yaxis.title.text ? 60 : 46, r: 18, t: 10, b: layout.xaxis.title.text ? 46 : 28 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, color: theme.text, size: 13 },
      hoverlabel: {
        bgcolor: theme.background,
        bordercolor: theme.line,
        font: { family: theme.font, color: theme.text, size: 12 },
        namelength: -1,
      },
    };
  }

  // The ticks of axis `name` where it is logarithmic. Plotly's own crowd 0.7, 0.8, 0.9 and 1, and say 0.0001 for 1e-4.
  logTicks(name, { type, range }) {
    const drawn = this.plot._fullLayout?.[name];
    if (type !== "log") return {};
    const length = name === "xaxis" ? this.body.clientWidth - 80 : this.body.clientHeight - 60;
    return logTicks(range ?? (drawn?.type === "log" ? drawn.range : [-1, 1]), length / (name === "xaxis" ? 37 : 26));
  }

  listen() {
    this.plot.on("plotly_relayout", (change) => {
      for (const name of ["xaxis", "yaxis"]) {
        if (Object.keys(change).some((key) => key.startsWith(`${name}.range`))) {
          const { type, range } = this.plot._fullLayout[name];
          this.zoom[name] = { type, range: range.slice() };
          this.reset.hidden = false;
          if (type === "log") this.schedule();
        } else if (change[`${name}.autorange`]) {
          delete this.zoom[name];
          this.schedule();
        }
      }
    });
    this.plot.on("plotly_doubleclick", () => this.follow());
    // Only charts without a box of their own have these.
    this.plot.on("plotly_hover", ({ points: [point] }) => this.link.bringForward(point?.data.meta || null));
    this.plot.on("plotly_unhover", () => this.link.bringForward(null));
  }

  follow() {
    this.zoom = {};
    this.schedule();
  }

  // A redraw takes the box at the pointer away, although the pointer has not moved.
  hoverAgain(Plotly) {
    if (!this.pointer) return;
    const box = this.plot.getBoundingClientRect();
    const { l, t, w, h } = this.plot._fullLayout._size;
    const xpx = this.pointer.clientX - box.left - l;
    const ypx = this.pointer.clientY - box.top - t;
    if (xpx >= 0 && ypx >= 0 && xpx <= w && ypx <= h) Plotly.Fx.hover(this.plot, { xpx, ypx });
  }

  // Everything around the curves. Touched only where it changed, so that focus and tooltips stay.
  describe() {
    const { data, theme } = this;
    set(this.plot, "aria-label", data.alt);
    // A chart without a title is a bare one: no buttons, and no room for a legend it does not have.
    this.head.hidden = !data.title;
    this.legend.hidden = !data.title && !data.legend.length;
    if (this.title.textContent !== data.title) this.title.textContent = data.title;
    for (const [button, text] of [
      [this.reset, data.words.reset_zoom],
      [this.png, data.words.download_png],
      [this.svg, data.words.download_svg],
    ]) {
      set(button, "aria-label", text);
      set(button, "title", text);
    }
    if (this.reset.textContent !== data.words.reset_zoom) this.reset.textContent = data.words.reset_zoom;
    this.say(data.points ? "" : data.message);
    const wanted = JSON.stringify([theme.name, data.legend, data.words.legend_hint]);
    if (wanted !== this.drawnLegend) {
      this.drawnLegend = wanted;
      this.legend.classList.toggle("live-chart__legend--crowded", data.legend.length > CROWD);
      this.entries = new Map(data.legend.map((entry) => [entry.group, this.entry(inTheme(entry, theme.name))]));
      this.legend.replaceChildren(...this.entries.values());
    }
    for (const [group, button] of this.entries) {
      set(button, "aria-pressed", String(!this.link.hidden.has(group)));
    }
  }

  entry({ group, label, colour, dashed }) {
    const button = element("button", "live-chart__entry");
    const dash = dashed ? 'stroke-dasharray="6 4"' : "";
    button.innerHTML = `<svg width="22" height="8" aria-hidden="true"><line x1="0" y1="4" x2="22" y2="4"
      stroke-width="2.5" stroke="${colour}" ${dash}/></svg>`;
    button.append(label);
    if (this.data.words.legend_hint) button.title = this.data.words.legend_hint;
    button.onclick = (event) => {
      const modified = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
      this.link.press(group, event.detail === 2 ? "again" : modified, this);
    };
    button.onpointerenter = (event) => event.pointerType === "mouse" && this.link.bringForward(group);
    button.onpointerleave = () => this.link.bringForward(null);
    return button;
  }

  say(sentence) {
    if (this.message.textContent !== sentence) this.message.textContent = sentence;
  }

  download(format) {
    if (!this.plot.data) return;
    const labels = new Map(this.data.legend.map((entry) => [entry.group, entry.label]));
    const data = this.plot.data.map((trace) => {
      const label = trace.uid.match(/^\d+$/) && trace.visible && labels.get(trace.meta);
      labels.delete(label && trace.meta);
      return { ...trace, showlegend: label !== undefined && !!label, name: label || trace.name, legendrank: 1 };
    });
    // A picture of a phone's chart would be too small to show anybody.
    const width = Math.max(this.plot.clientWidth, 900);
    const rows = legendRows([...this.entries.values()], width);
    const height = Math.max(this.plot.clientHeight, 380) + rows * 20;
    const { margin, xaxis, yaxis } = this.plot.layout;
    const layout = {
      ...this.plot.layout,
      width,
      height,
      paper_bgcolor: this.theme.background,
      title: { text: this.data.title, x: 0.02, yref: "container", y: 0.97, yanchor: "top", font: { size: 16 } },
      margin: { ...margin, t: 48, b: margin.b + rows * 20 + 10 },
      xaxis: { ...xaxis, range: this.plot._fullLayout.xaxis.range, autorange: false },
      yaxis: { ...yaxis, range: this.plot._fullLayout.yaxis.range, autorange: false },
      showlegend: rows > 0,
      legend: { orientation: "h", x: 0, yref: "container", y: 0.01, yanchor: "bottom", font: { size: 12 } },
    };
    window.Plotly.downloadImage({ data, layout }, { format, width, height, scale: 2, filename: this.data.key });
  }

  remove() {
    cancelAnimationFrame(this.frame);
    this.sizes.disconnect();
    document.removeEventListener("pointerdown", this.elsewhere);
    this.reading.remove();
    this.link?.charts.delete(this);
    if (this.plot.data) window.Plotly.purge(this.plot);
  }
}

const MOST_RAW = 8;
const CROWD = 8; // entries of a legend beyond which they are drawn smaller
const COARSE_POINTER = matchMedia("(pointer: coarse)").matches;
const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: true, showTips: false };

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  if (tag === "button") made.type = "button";
  parent?.append(made);
  return made;
}

function set(node, attribute, value) {
  if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
}

// Streamlit puts its theme into CSS variables; the computed style knows them as the browser resolved them.
function readTheme(root) {
  const style = getComputedStyle(root);
  const [r, g, b] = style.backgroundColor.match(/[\d.]+/g).map(Number);
  const name = 0.299 * r + 0.587 * g + 0.114 * b > 128 ? "light" : "dark";
  const text = style.color;
  return {
    name,
    text,
    background: style.backgroundColor,
    font: style.fontFamily,
    quiet: faded(text, 0.75),
    line: faded(text, 0.3),
    grid: faded(text, 0.1),
  };
}

function faded(colour, alpha) {
  const [r, g, b] = colour.startsWith("#")
    ? [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16))
    : colour.match(/[\d.]+/g);
  return `rgba(${r},${g},${b},${alpha})`;
}

// Replaces every {light, dark} by the colour for this theme.
function inTheme(value, name) {
  if (Array.isArray(value)) return value.map((item) => inTheme(item, name));
  if (value === null || typeof value !== "object") return value;
  if ("light" in value && "dark" in value) return value[name];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inTheme(item, name)]));
}

// Ticks at 1, 2, 5, 10, ... or at 1, 3, 10, ... or at every decade, or every second one: as many as have room. Within
// half a decade Plotly's own, linear ones are better.
function logTicks([low, high], room) {
  if (high - low < 0.5) return { tickmode: "auto" };
  const decades = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power += 1) decades.push(power);
  const choices = [[1, 2, 5], [1, 3], [1]].map((digits) =>
    decades.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`))),
  );
  for (const every of [2, 3, 4, 6]) choices.push(choices[2].filter((_, i) => decades[i] % every === 0));
  const seen = (values) => values.filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
  const tickvals = choices.find((values) => seen(values).length <= Math.max(room, 2)) ?? choices.at(-1);
  const ticktext = tickvals.map((value) =>
    value < 0.001 || value >= 1e7 ? value.toExponential().replace("+", "") : value.toLocaleString("en-US"),
  );
  return { tickmode: "array", tickvals, ticktext };
}

function sameTicks(axis, ticks) {
  return axis.type !== "log" || JSON.stringify(axis.tickvals) === JSON.stringify(ticks.tickvals);
}

function unpack(base64) {
  return new Float32Array(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer);
}

// Exponential moving average with TensorBoard's correction for having started at 0. A gap stays a gap.
function smooth(values, weight) {
  let average = 0;
  let total = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return NaN;
    average = weight * average + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return average / total;
  });
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

// Lines that Plotly's legend takes in a picture, where all its entries are as wide as the widest.
function legendRows(entries, width) {
  if (!entries.length) return 0;
  const widest = Math.max(...entries.map((entry) => entry.textContent.length)) * 7.5 + 50;
  return Math.ceil(entries.length / Math.max(1, Math.floor((width - 80) / widest)));
}
