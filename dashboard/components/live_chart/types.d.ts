// What the modules of the chart hand each other, and what live_chart/chart.py sends them.

import type { Summary } from "../comparison/types.d.ts";
import type { Said } from "./agreed.js";

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

/** Numbers as they travel, float32 in base64, those of an earlier trace, or plainly; or as they are, made in the browser. */
export type SentNumbers = { bdata: string } | { same_as: number } | Numbers;

export interface SentTrace {
  name: string;
  group?: string;
  x?: SentNumbers;
  y?: SentNumbers;
  line?: Record<string, unknown>;
  noisy?: boolean;
  smoothing?: { weight: number; unit: number };
  /** The lower and the upper edge. */
  band?: [SentNumbers, SentNumbers];
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
  tickfont?: { [attribute: string]: unknown };
  /** Pixels more than usual that the names at the ticks of an x axis take. */
  tick_room?: number;
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

/** What the page says of what all members of a link share. */
export interface Shared {
  link: string;
  /** The hidden groups, sorted. */
  hidden: Said<string[]> | null;
  view: Said<Partial<View>> | null;
}

export interface LegendData extends Shared {
  kind: "legend";
  script: string;
  legend: LegendEntry[];
  labels: Labels;
  alt: string;
}

/** What is drawn, and the words around it. */
export interface Figure {
  traces: SentTrace[];
  layout: Layout;
  points: number;
  tooltip: { title: string; y: string; names_ends?: boolean } | null;
  title: string;
  alt: string;
  message: string;
}

/** What a page sends of every chart. */
interface Chart extends Shared {
  script: string;
  key: string;
  plotly: string;
  legend: LegendEntry[];
  shows_legend: boolean;
  labels: Labels;
  title: string;
  /** What the user's zoom belongs to. */
  subject: string;
}

/** With `results` the traces are made in the browser. */
export type FigureData = Chart & Figure & { kind: "figure"; results: Results | null };

/** A run whose result is drawn over its learning rate. */
export interface FollowedRun {
  experiment: number;
  /** Its place in the experiment. */
  position: number;
  rate: number;
  label: string;
}

/** What a page says of results that are not known yet; see dashboard/figures/rates.py. */
export interface Results {
  metric: keyof Summary;
  kind: "loss" | "accuracy";
  /** The line through the means of the rates; like the other traces here without numbers. */
  means: Look;
  /** The height of diverged runs. */
  lost_at: number;
  groups: { guest: boolean; runs: FollowedRun[]; dots: Look; crosses: Look }[];
}

/** A trace without its numbers. */
export type Look = Record<string, unknown>;

/** The figure is made in the browser; the title is that of the first frame. */
export type CurvesChartData = Chart & { kind: "curves"; curves: CurvesData };

export type ChartData = Chart & Figure;

/** How far an experiment goes, and what its epochs are. */
export interface Course {
  /** Its number; null as long as it is none yet. */
  experiment: number | null;
  /** Of the whole training, and where the first record after the beginning will be; null where nobody knows. */
  steps: number | null;
  first: number | null;
  batch_size: number;
  /** Training images; null where they are gone. */
  images: number | null;
}

/** What a page says of one curve. */
export interface DescribedCurve {
  /** The place of its experiment in `courses`. */
  course: number;
  /** The places of its runs in that experiment, one or, of a mean with a band, several. */
  runs: number[];
  name: string;
  group: string;
  colour: Both;
  dashed: boolean;
  /** What it is measured on; null as is chosen for the chart. */
  split: Split | null;
}

export type Split = "train" | "validation";

/** What a page says of a chart of curves; see dashboard/figures/curves.py. */
export interface CurvesData {
  kind: "loss" | "accuracy";
  /** The first is that whose rate changes and whose status are shown. */
  courses: Course[];
  curves: DescribedCurve[];
  axes: Record<string, { title: string; at_pointer: string }>;
  y_title: string;
  titles: Record<string, string>;
  rate_changed: string;
  rate: number;
  diverged: string;
  finish_line: { at: number; label: string } | null;
  alt: string;
  alt_empty: string;
  messages: Record<string, string>;
  status: string;
  /** How many classes are told apart. */
  classes: number;
  muted: Both;
}

/** What is chosen above the charts. */
export interface View {
  split: Split;
  /** The weight of a record's neighbours in the moving average of noisy curves: 0, none, to below 1. */
  smoothing: number;
  x_axis: "step" | "epoch" | "seconds";
  log_x: boolean;
  log_loss: boolean;
  no_outliers: boolean;
}

/** Recorded steps, and the seconds of training at which they were made; ascending, (n,). */
export interface Recorded {
  steps: Numbers;
  seconds: Numbers;
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

/** A chart, a legend, or the choices above the charts: what shares a selection and a view with others. */
export interface Member {
  link?: import("./link.js").Link;
  groups: () => string[];
  schedule: () => void;
  tell?: (hidden: Said<string[]>) => void;
  emphasize?: () => void;
  mark?: (x: number | null) => void;
}

export interface Component<Data> {
  parentElement: HTMLElement;
  data: [Data];
  setStateValue: (name: string, value: unknown) => void;
}
