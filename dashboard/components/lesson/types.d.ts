import type { Both } from "../live_chart/types.d.ts";

/** A scale's colours, evenly spaced, for both themes. */
export interface Scale {
  light: string[];
  dark: string[];
}

/** What colours mean: dashboard/figures/palette.py. The first four are also the CSS variables --lesson-accent and so on. */
export interface Colours {
  accent: Both;
  muted: Both;
  right: Both;
  wrong: Both;
  ink: Scale;
  evidence: Scale;
  rates: Scale;
}

/** What a stage is given: its figures, as its step's module has them, and its words, by what follows "stage_". */
export interface Given<Figures = any> {
  figures: Figures;
  words: Record<string, string>;
  colours: Colours;
  /** Asks the server for something that its step's module knows how to do; the answer comes with the news. */
  ask(wish: unknown): void;
}

/** What one moves. */
export interface Stage {
  /** The parts that give the answer away, hidden until one has answered. */
  covered: HTMLElement[];
  /** What fills the {placeholders} of the answer, computed. */
  facts(): Record<string, string>;
  /** Draws all of it, at first, and when its room or the theme have changed. */
  draw(): void;
  /** Brings the covered parts into sight, where they are not always: is called when they are uncovered by an answer. */
  reveal?(): void;
  /** Hears the news of its step, at first and with every run of the page. */
  told?(news: any): void;
  /** Is called once it has left the page. */
  leave?(): void;
}

/** What every module in components/stages/ exports as `stage`. */
export type MakeStage<Figures = any> = (parent: HTMLElement, given: Given<Figures>) => Stage;

/** What dashboard/components/lesson/__init__.py sends. */
export interface Sent {
  script: string;
  stage: string;
  /** Of the stage, beside that of the kit. */
  style: string;
  name: string;
  figures: any;
  colours: Colours;
  stage_words: Record<string, string>;
  words: Record<string, string>;
  question: string;
  options: string[];
  /** Which of the options, from 0. */
  right: number;
  answer: string;
  news: any;
}
