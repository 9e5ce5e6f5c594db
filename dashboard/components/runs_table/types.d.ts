// What dashboard/components/runs_table/__init__.py sends.
import type { Both, Shared } from "../live_chart/types.d.ts";
import type { Units } from "../text/formats.js";

export interface Column {
  /** Of what is in it: a name of `Row` or of `Summary`. */
  name: string;
  label: string;
  help: string;
  format: "label" | "rate" | "experiment" | "count" | "percent" | "loss" | "duration";
  /** Which of its numbers is the best, if one is. */
  best: "lowest" | "highest" | "";
  /** Whether it is there also where all rows say the same. */
  always: boolean;
}

/** One run: where its metrics are to be found, and what the stream does not tell of it. */
export interface Row {
  run: number;
  experiment: number;
  position: number;
  /** The group of curves that it belongs to. */
  group: string;
  colour: Both;
  dashed: boolean;
  /** What its box says to who does not see it. */
  shows: string;
  /** What sets it apart from others, and where that stands among their labels. */
  label: string;
  place: number;
  learning_rate: number;
  seed: number;
  own_accuracy: number | null;
}

export interface Words {
  caption: string;
  all: string;
  best: string;
  /** How many rows there are. */
  size: string;
  /** The same, and what all of them have in common: {same}. */
  same: string;
  comma: string;
}

export interface Sent extends Shared {
  script: string;
  columns: Column[];
  rows: Row[];
  words: Words;
  units: Units;
  /** A share from 0 to 1. */
  finish_line: number;
}

/** What stands in a row, by name of the column; null where there is no number. */
export type Values = Record<string, number | null>;
