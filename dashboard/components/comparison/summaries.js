// What is to be said of one run: the rules of core/rates/comparison.py.
import { finish, finite, newest } from "./entrants.js";

/** @import { Recorded, Summary } from "./types.d.ts" */

/**
 * Final and best loss and accuracy are those of the validation images.
 * @param {Recorded} feed
 * @param {number} position of the run
 * @param {number} line the finish line, a share from 0 to 1
 * @returns {Summary}
 */
export function summary(feed, position, line) {
  const { state, steps, seconds } = feed;
  const run = state?.runs[position];
  const crossed = finish(feed, [position], line);
  return {
    final_loss: newest(feed, [position], "validation_loss"),
    best_loss: extreme(feed.metric("validation_loss", position), Math.min, Infinity),
    recent_loss: run?.recent_loss ?? null,
    final_accuracy: newest(feed, [position], "validation_accuracy"),
    best_accuracy: extreme(feed.metric("validation_accuracy", position), Math.max, -Infinity),
    test_accuracy: run?.test_accuracy ?? null,
    diverged_at: run?.diverged_at ?? null,
    finish_step: crossed?.step ?? null,
    finish_seconds: crossed?.seconds ?? null,
    seconds: steps.length ? seconds[steps.length - 1] : state && 0,
  };
}

/**
 * @param {ArrayLike<number>} values
 * @param {(a: number, b: number) => number} better
 * @param {number} worst
 */
function extreme(values, better, worst) {
  let best = worst;
  for (let place = 0; place < values.length; place += 1) {
    if (Number.isFinite(values[place])) best = better(best, values[place]);
  }
  return finite(best);
}
