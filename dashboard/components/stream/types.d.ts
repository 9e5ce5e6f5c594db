// What the stream brings, and what the components make of it; dashboard/stream/__init__.py describes the messages.

export type Metric = "train_loss" | "train_accuracy" | "validation_loss" | "validation_accuracy";

export type Status = "queued" | "running" | "paused" | "stopped" | "finished" | "failed" | "unreadable";

/** What is known of one run besides its metrics. */
export interface Run {
  id: number;
  /** The step from which on it has diverged; null as long as it has not. */
  diverged_at: number | null;
  /** Once it is over: the share of test images that it reads right. */
  test_accuracy: number | null;
  /** Once it is over: the mean loss of its last hundred batches. */
  recent_loss: number | null;
}

/** How an experiment stands, sent whenever anything of it is another. */
export interface State {
  status: Status;
  /** As pages are drawn differently for it; dashboard/shared/standing.py. */
  shown: Record<string, unknown>;
  /** The last step that weights were kept of, and how long it has been training by then, in seconds. */
  step: number;
  seconds: number;
  /** What the worker is at. */
  trainer: "ready" | "loading" | "ended";
  name: string | null;
  /** What all learning rates are multiplied by now. */
  rate_factor: number;
  /** Steps a second; null at full speed. */
  pace: number | null;
  /** Whether it makes single steps. */
  holds: boolean;
  /** The steps at which the rates were changed, with the factor from there on. */
  rate_changes: [number, number][];
  /** By position. */
  runs: Run[];
}

/** The weights of an experiment's first run at a step. */
export interface Weights {
  step: number;
  /** The weight that full colour stands for. */
  limit: number;
  /** Ten images of 28 x 28, -127 against, 0 none, 127 for. */
  pixels: Int8Array;
}

/** Which images are to be read: test images, or the user's own digits, from the `first` on, `count` of them. */
export interface Asked {
  own: boolean;
  /** Which of the user's digits there were; of test images "". */
  edition: string;
  first: number;
  count: number;
}

/** What an experiment's first run reads in some images. */
export interface Readings extends Asked {
  step: number;
  digits: number[];
  /** The share of all the user's own digits that it reads right; null for test images. */
  share: number | null;
}

/** What a listener wants to hear of besides state and metrics. */
export interface Wants {
  weights?: boolean;
  readings?: Asked;
}

/** One experiment's news, as the server sends them. Numbers are little-endian and in base64. */
export interface News {
  serial: number;
  experiment: number;
  state?: State;
  /** `steps` is int32 (n,), `seconds` float32 (n,), every metric float32 (runs, n). */
  rows?: { steps: string; seconds: string } & Record<Metric, string>;
  weights?: { step: number; limit: number; pixels: string };
  readings?: Readings;
  /** The experiment was deleted. */
  gone?: true;
  /** The store cannot be read. */
  troubled?: true;
}
