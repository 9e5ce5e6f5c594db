// What tiles can show of an experiment, by the names of their placeholders, and how each of it looks.
import { finite, leader, newest, winner } from "../comparison/entrants.js";
import { count, duration, fixed, loss, NOTHING, percent } from "../text/formats.js";
import { isOver, secondsLeft, stepsPerSecond } from "./speed.js";

/** @import { Entrant, Recorded } from "../comparison/types.d.ts" */
/** @import { State } from "../stream/types.d.ts" */
/** @import { Units } from "../text/formats.js" */

/**
 * What the page knows of one of the experiments; null what it does not know.
 * @typedef {object} Course
 * @property {number | null} experiment its number, once there is one
 * @property {number | null} steps
 * @property {number} batch_size
 * @property {number} runs
 */

/**
 * What it knows of all of them.
 * @typedef {object} Training
 * @property {Course[]} courses at least one
 * @property {number | null} training_images
 * @property {(Entrant & { course: number })[]} entrants who is compared: of a single training the one run
 * @property {number} finish_line a share from 0 to 1
 */

/**
 * The figures that the feeds tell now; null what there is not.
 * @param {Training} training
 * @param {Recorded[]} feeds one a course; none where there is no experiment
 */
export function measures(training, feeds) {
  if (!feeds.length) return { step: 0 };
  if (!feeds.every((each) => each.state)) return {};
  const { courses } = training;
  // The one that goes the longest way tells how far all are.
  const longest = courses.reduce((best, { steps }, i) => ((steps ?? 0) > (courses[best].steps ?? 0) ? i : best), 0);
  const [feed, course] = [feeds[longest], courses[longest]];
  const { steps } = feed;
  const state = /** @type {State} */ (feed.state);
  const step = steps.length ? steps[steps.length - 1] : 0;
  const speeds = feeds.map(stepsPerSecond);
  const speed = speeds[longest];
  const entrants = training.entrants.map((entrant) => ({ ...entrant, feed: feeds[entrant.course] }));
  const lowest = leader(entrants, "validation_loss", false);
  const highest = leader(entrants, "validation_accuracy", true);
  const first = winner(entrants, training.finish_line);
  return {
    step,
    epoch: training.training_images && (step * course.batch_size) / training.training_images,
    seconds: largest(feeds.map((each) => each.seconds[each.steps.length - 1] ?? 0)),
    seconds_left: largest(feeds.map((each, i) => secondsLeft(each, courses[i].steps ?? 0, speeds[i]))),
    steps_per_second: speed,
    images_per_second: speed && speed * course.batch_size,
    run_steps_per_second: sum(speeds.map((each, i) => each && each * courses[i].runs)),
    batch_loss: newest(feed, [0], "train_loss"),
    batch_accuracy: newest(feed, [0], "train_accuracy"),
    test_accuracy: isOver(state) ? (state.runs[0]?.test_accuracy ?? null) : null,
    lowest_loss: lowest && lowest.value,
    lowest_loss_of: lowest && lowest.entrant.label,
    highest_accuracy: highest && highest.value,
    highest_accuracy_of: highest && highest.entrant.label,
    first_of: first && first.entrant.label,
    first_step: first && first.finish.step,
  };
}

/** @param {(number | null)[]} values null where there is none */
function largest(values) {
  const known = values.filter((value) => value !== null);
  return known.length ? Math.max(...known) : null;
}

/** @param {(number | null)[]} values null where there is none */
function sum(values) {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((total, value) => total + value, 0) : null;
}

/** @type {Record<keyof Required<ReturnType<typeof measures>>, (value: any, units: Units) => string>} */
const FORMATS = {
  step: count,
  epoch: (value) => fixed(value, 1),
  seconds: duration,
  seconds_left: duration,
  steps_per_second: count,
  images_per_second: count,
  run_steps_per_second: count,
  batch_loss: loss,
  batch_accuracy: (value) => percent(value),
  test_accuracy: (value) => percent(value, 2),
  lowest_loss: loss,
  lowest_loss_of: String,
  highest_accuracy: (value) => percent(value),
  highest_accuracy_of: String,
  first_of: String,
  first_step: count,
};

/**
 * The same in words, a dash for what there is not.
 * @param {Record<string, unknown>} measured
 * @param {Units} units
 * @returns {Record<string, string>}
 */
export function inWords(measured, units) {
  const words = Object.entries(FORMATS).map(([name, format]) => {
    const value = measured[name] ?? null;
    return [name, value === null ? NOTHING : format(value, units)];
  });
  return Object.fromEntries(words);
}

/**
 * The share of the steps that are done, from 0 to 1.
 * @param {Training} training
 * @param {{ step?: number }} measured
 */
export function progress({ courses }, { step }) {
  const steps = Math.max(...courses.map((course) => course.steps ?? 0));
  return steps && step ? (finite(Math.min(step / steps, 1)) ?? 0) : 0;
}
