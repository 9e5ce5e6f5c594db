// Who leads a race and who has crossed its finish line: the rules of core/rates/comparison.py.

/** @import { Metric } from "../stream/types.d.ts" */
/** @import { Entrant, Finish, Recorded } from "./types.d.ts" */

/**
 * The newest mean of a metric over the runs at `positions`; null where there is none or it is no number.
 * @param {Recorded} feed
 * @param {number[]} positions
 * @param {Metric} name
 */
export function newest(feed, positions, name) {
  return feed.steps.length ? finite(mean(recorded(feed, positions, name), feed.steps.length - 1)) : null;
}

/**
 * Who is best by the newest value of a metric, with that value; null where nobody has one.
 * @template {Entrant & { feed: Recorded }} E
 * @param {E[]} entrants
 * @param {Metric} name
 * @param {boolean} higherIsBetter
 * @returns {{ entrant: E, value: number } | null}
 */
export function leader(entrants, name, higherIsBetter) {
  /** @type {{ entrant: E, value: number } | null} */
  let best = null;
  for (const entrant of entrants) {
    const value = newest(entrant.feed, entrant.positions, name);
    if (value === null) continue;
    if (!best || (higherIsBetter ? value > best.value : value < best.value)) best = { entrant, value };
  }
  return best;
}

/**
 * Where the mean validation accuracy of the runs at `positions` first was `line`, a share from 0 to 1, or more.
 * @param {Recorded} feed
 * @param {number[]} positions
 * @param {number} line
 * @returns {Finish | null}
 */
export function finish(feed, positions, line) {
  // Accuracies are recorded in single precision: 0.9 comes as 0.899999976 and is at the line all the same.
  const there = Math.fround(line);
  const { steps, seconds } = feed;
  const accuracies = recorded(feed, positions, "validation_accuracy");
  for (let place = 0; place < steps.length; place += 1) {
    if (Math.fround(mean(accuracies, place)) >= there) return { step: steps[place], seconds: seconds[place] };
  }
  return null;
}

/**
 * Who was the first to cross the finish line, and where; of several that were level, the first of `entrants`.
 * @template {Entrant & { feed: Recorded }} E
 * @param {E[]} entrants
 * @param {number} line
 */
export function winner(entrants, line) {
  /** @type {{ entrant: E, finish: Finish } | null} */
  let first = null;
  for (const entrant of entrants) {
    const crossed = finish(entrant.feed, entrant.positions, line);
    if (crossed && (!first || crossed.step < first.finish.step)) first = { entrant, finish: crossed };
  }
  return first;
}

/**
 * @param {Recorded} feed
 * @param {number[]} positions
 * @param {Metric} name
 */
function recorded(feed, positions, name) {
  return positions.map((position) => feed.metric(name, position));
}

/**
 * @param {ArrayLike<number>[]} values of the runs
 * @param {number} place of the record
 */
function mean(values, place) {
  let sum = 0;
  for (const each of values) sum += each[place];
  return sum / values.length;
}

/** @param {number} value */
export function finite(value) {
  return Number.isFinite(value) ? value : null;
}
