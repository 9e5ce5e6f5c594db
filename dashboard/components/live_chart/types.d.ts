// What the modules of the chart hand each other, and what live_chart/chart.py sends them.

/** A colour for each of Streamlit's themes. */
export interface Both {
  light: string;
  dark: string;
}

export interface Theme {
  name: "light" | "dark";
  text: string;
  /** The size of the page's letters over 16 pixels. */
  scale: number;
  background: string;
  font: string;
  quiet: string;
  line: string;
  grid: string;
}

export type Numbers = ArrayLike<number>;

/** Numbers as they travel: float32 in base64, those of an earlier trace, or plainly. */
export type SentNumbers = { bdata: string } | { same_as: number } | number[];

export interface SentTrace {
  name: string;
  group?: string;
  x?: SentNumbers;
  y?: SentNumbers;
  line?: Record<string, unknown>;
  noisy?: boolean;
  smoothing?: { weight: number; unit: number };
  /** The lower and the upper edge. */
  band?: [{ bdata: string }, { bdata: string }];
  /** Of a mark: what the tooltip says of it. */
  says?: string;
  textfont?: { size?: number };
  [attribute: string]: unknown;
}

export interface Line {
  color: string;
  dash?: string;
  width?: number;
}

/** One of the traces that are shown, in numbers. */
export interface Curve {
  name: string;
  group?: string;
  x: Numbers;
  y: Numbers;
  line: Line;
  noisy?: boolean;
  says?: string;
  /** What is written at its end, if anything. */
  label: string | false;
}

/** A vertical line, at a value, that has words. */
export interface Mark {
  at: number;
  text: string;
  side: "start" | "end";
}

/** Plotly's attributes of an axis, and `zero`, where 0 stands on a logarithmic one. */
export interface Axis {
  /** Plotly finds out what is not said. */
  type?: "linear" | "log" | "category";
  range?: [number, number];
  zero?: number;
  title: { text: string; [attribute: string]: unknown };
  tickvals?: number[];
  [attribute: string]: unknown;
}

export interface Layout {
  xaxis: Axis;
  yaxis: Axis;
  shapes?: Shape[];
  [attribute: string]: unknown;
}

export interface Shape {
  type: string;
  x0?: number;
  x1?: number;
  label?: { text: string; textposition: "start" | "end"; [attribute: string]: unknown };
  [attribute: string]: unknown;
}

export interface LegendEntry {
  group: string;
  label: string;
  colour: Both;
  dashed: boolean;
}

/** The texts of a chart's buttons, and its sentences. */
export interface Labels {
  reset_zoom: string;
  download_png: string;
  download_svg: string;
  unavailable: string;
  loading: string;
  legend_hint: string;
}

/** What the server knows of hidden groups: which, and after which of the clicks here. */
export interface Hidden {
  groups: string[];
  serial: number;
}

export interface LegendData {
  kind: "legend";
  script: string;
  legend: LegendEntry[];
  labels: Labels;
  alt: string;
  link: string;
  hidden: Hidden | null;
}

export interface ChartData extends Omit<LegendData, "kind"> {
  kind?: undefined;
  key: string;
  plotly: string;
  traces: SentTrace[];
  layout: Layout;
  shows_legend: boolean;
  points: number;
  tooltip: { title: string; y: string; names_ends?: boolean } | null;
  title: string;
  message: string;
  view: string;
}

/** An axis as drawn last: its range (in powers of ten, if logarithmic), and values to pixels and back. */
export interface DrawnAxis {
  type: string;
  range: [number, number];
  toPixel: (value: number) => number;
  toValue: (pixel: number) => number;
}

/** The plotting area within the chart, in pixels. */
export interface Size {
  l: number;
  t: number;
  w: number;
  h: number;
}

export interface Drawn {
  size: Size;
  xaxis: DrawnAxis;
  yaxis: DrawnAxis;
}

/** The pointer in pixels of the plotting area, with the axes there. */
export interface Place {
  px: number;
  py: number;
  xaxis: DrawnAxis;
  yaxis: DrawnAxis;
}

/** The width of a text, in pixels, in letters of a size that the page's own size scales. */
export type Measure = (text: string, letter: number, weight: number) => number;

/** What the labels among the curves depend on, on the screen or in a picture of another size. */
export interface Scene {
  curves: Curve[];
  marks: Mark[];
  theme: Theme;
  size: Size;
  /** Of the whole chart. */
  width: number;
  x: (value: number) => number;
  y: (value: number) => number;
  /** Whether the y axis shows a part of the data. */
  zoomed: boolean;
  measure: Measure;
}

/** A curve's label and where it stands; `tip` is the end itself, `x` and `y` where the label would like to be. */
export interface End {
  group?: string;
  colour: string;
  dash?: string;
  lines: string[];
  width: number;
  height: number;
  tip: [number, number];
  x: number;
  y: number;
}

export type PlacedEnd = End & { left: number; middle: number };
export type PlacedMark = Mark & { x: number; width: number; row: number; left: number; top: number };

/** A chart, or a legend: what shares a selection with others. */
export interface Member {
  link?: import("./link.js").Link;
  groups: () => string[];
  tell: (hidden: Hidden) => void;
  schedule: () => void;
  emphasize: () => void;
  mark: (x: number | null) => void;
}

export interface Component<Data> {
  parentElement: HTMLElement;
  data: [Data];
  setStateValue: (name: string, value: unknown) => void;
}
