// What dashboard/components/image_grid/__init__.py sends, and what is drawn of it.
import type { Both } from "../live_chart/types.d.ts";

/** What belongs to one image: what stands below it, whether the model was right, and its description. */
export interface Caption {
  caption: string;
  verdict: "" | "right" | "wrong";
  alt: string;
  left_out: boolean;
}

export interface Scale {
  lowest: string;
  zero: string;
  highest: string;
}

/** Weights as they form. `alt` has a {step}. */
export interface LiveWeights {
  kind: "weights";
  experiment: number;
  alt: string;
  open_hint: string;
}

/** What is read in the images, which are test images or the user's own of an edition, from the `first` on. */
export interface LiveReadings {
  kind: "readings";
  experiment: number;
  own: boolean;
  edition: string;
  first: number;
  labels: number[];
  /** Their names, and those of what is read. */
  classes: string[];
  /** Captions of the images where they are read rightly, and where not, with a {digit}. */
  right: Caption[];
  wrong: Caption[];
  /** Both have {right} images or, of the user's own, a {share} of all of them. */
  alt: string;
  note: string;
  open_hint: string;
}

/** What is drawn. */
export interface Picture {
  /** One byte a pixel, image after image; what is missing is 0. */
  bytes: Uint8Array;
  signed: boolean;
  width: number;
  height: number;
  captions: Caption[];
  alt: string;
  note: string;
  scale: Scale | null;
  /** What a click on an image does; where it is empty, nothing. */
  open_hint: string;
}

export interface Sent extends Omit<Picture, "bytes"> {
  script: string;
  pixels: string;
  palette: { light: string[]; dark: string[] };
  right: Both;
  wrong: Both;
  columns: number;
  columns_on_phone: number;
  largest: number;
  live: LiveWeights | LiveReadings | null;
}
