import type { Metric, State } from "../stream/types.d.ts";

/** What is asked of a feed here. */
export interface Recorded {
  state: State | null;
  /** (n,), ascending. */
  steps: ArrayLike<number>;
  /** Of training, (n,). */
  seconds: ArrayLike<number>;
  /** Of one run, (n,), NaN where it was no number. */
  metric: (name: Metric, position: number) => ArrayLike<number>;
}

/** One rate of a race with its runs, one a seed, by their positions among all runs of the experiment. */
export interface Entrant {
  label: string;
  positions: number[];
}

/** When a run crossed the finish line: the first recorded step at or beyond it, and the seconds of training. */
export interface Finish {
  step: number;
  seconds: number;
}

/** What is to be said of one run; losses in nats, accuracies as shares from 0 to 1, null where there is no number. */
export interface Summary {
  final_loss: number | null;
  best_loss: number | null;
  recent_loss: number | null;
  final_accuracy: number | null;
  best_accuracy: number | null;
  test_accuracy: number | null;
  diverged_at: number | null;
  finish_step: number | null;
  finish_seconds: number | null;
  seconds: number | null;
}
