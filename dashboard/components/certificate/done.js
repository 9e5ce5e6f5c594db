// What of a course is done, as a visitor's browser has kept it.

/** @typedef {{ number: number, name: string, right: number }} Asked a step, and which of its options is right, from 0 */
/** @typedef {"right" | "wrong" | "open"} State of a step: how it was answered last, or that it was not */

/**
 * @param {Asked[]} steps
 * @param {(name: string) => number | null} answered which option was chosen last
 */
export function done(steps, answered) {
  const states = steps.map(({ name, right }) => stateOf(answered(name), right));
  const count = (/** @type {State} */ state) => states.filter((each) => each === state).length;
  const first = states.indexOf("open");
  return {
    states,
    done: states.length - count("open"),
    right: count("right"),
    /** The number of the first step that is not done, null when all are. */
    next: first < 0 ? null : steps[first].number,
  };
}

/**
 * @param {number | null} chosen
 * @param {number} right
 * @returns {State}
 */
function stateOf(chosen, right) {
  if (chosen === null) return "open";
  return chosen === right ? "right" : "wrong";
}
