// How fast an experiment trains, and how long it has to go.

/** @import { Recorded } from "../comparison/types.d.ts" */
/** @import { State } from "../stream/types.d.ts" */

const WINDOW = 3; // seconds of the latest training over which the speed is taken, so that it neither jumps nor lags
const SHORTEST = 0.3; // seconds of it at the least: the first steps tell nothing about those that follow

/** @typedef {Pick<Recorded, "steps" | "seconds"> & { state: Pick<State, "status" | "holds"> | null }} Moving */

/**
 * The speed: of what is over its average; null where it stands still or makes single steps. Pauses do not count, for
 * `seconds` is the time that was spent on training.
 * @param {Moving} feed
 */
export function stepsPerSecond({ state, steps, seconds }) {
  const last = steps.length - 1;
  if (!state || state.status === "paused" || state.holds || last < 1) return null;
  if (isOver(state)) return seconds[last] > 0 ? steps[last] / seconds[last] : null;
  let since = last - 1;
  while (since > 0 && seconds[since - 1] >= seconds[last] - WINDOW) since -= 1;
  const taken = seconds[last] - seconds[since];
  return taken >= SHORTEST ? (steps[last] - steps[since]) / taken : null;
}

/**
 * How long it will train yet, in seconds; null where it does not train.
 * @param {Moving} feed
 * @param {number} total steps
 * @param {number | null} speed steps a second
 */
export function secondsLeft({ state, steps }, total, speed) {
  return !state || isOver(state) || !speed ? null : (total - steps[steps.length - 1]) / speed;
}

/** @param {Pick<State, "status">} state */
export function isOver({ status }) {
  return status === "finished" || status === "stopped" || status === "failed" || status === "unreadable";
}
