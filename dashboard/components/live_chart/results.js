// The chart of results over the learning rate while a race is on: what dashboard/figures/rates.py makes of runs that have
// ended, of what the stream has brought so far.
import { summary } from "../comparison/summaries.js";

/** @import { Recorded } from "../comparison/types.d.ts" */
/** @import { FollowedRun, Layout, Look, Results, SentTrace } from "./types.d.ts" */

/** @typedef {FollowedRun & { value: number }} Ended a run and its result */

const NO_FINISH = Infinity; // nobody asks here when a finish line was crossed
const HIGHEST_SHARE = 1.02; // an axis of accuracies ends a bit above all of them

/**
 * The experiments whose runs are followed, each once.
 * @param {Results} results
 */
export function experimentsOf({ groups }) {
  return [...new Set(groups.flatMap(({ runs }) => runs.map(({ experiment }) => experiment)))];
}

/**
 * The traces as things are now, the layout with the axis of values that they need, and how many runs they show.
 * @param {Results} results
 * @param {Layout} layout
 * @param {(experiment: number) => Recorded} sourceOf
 */
export function withResults({ metric, kind, means: look, lost_at: height, groups }, layout, sourceOf) {
  const measured = groups.map((group) => ({ ...group, ...endedAndLost(group.runs, metric, sourceOf) }));
  const means = meansOf(measured.flatMap(({ guest, ended }) => (guest ? [] : ended)));
  /** @type {SentTrace[]} */
  const traces = means.length > 1 ? [trace(look, means.map(({ rate }) => rate), means.map(({ mean }) => mean))] : [];
  for (const { ended, lost, dots, crosses } of measured) {
    if (ended.length) traces.push(marks(dots, ended, ended.map(({ value }) => value)));
    if (lost.length) traces.push(marks(crosses, lost, lost.map(() => height)));
  }
  const shown = measured.reduce((sum, { ended, lost }) => sum + ended.length + lost.length, 0);
  if (!shown) return { traces, layout, points: 0 };
  const range = kind === "loss" ? undefined : sharesShown(measured.flatMap(({ ended }) => ended));
  return { traces, layout: { ...layout, yaxis: { ...layout.yaxis, range } }, points: shown };
}

/**
 * The runs that have a result, and those that have none because they diverged. Others have not recorded any yet.
 * @param {FollowedRun[]} runs
 * @param {Results["metric"]} metric
 * @param {(experiment: number) => Recorded} sourceOf
 */
function endedAndLost(runs, metric, sourceOf) {
  /** @type {Ended[]} */
  const ended = [];
  /** @type {FollowedRun[]} */
  const lost = [];
  for (const run of runs) {
    const source = sourceOf(run.experiment);
    const { [metric]: value, diverged_at: divergedAt } = summary(source, run.position, NO_FINISH);
    // The server says who has diverged a moment after the records that show it.
    const isRecorded = metric !== "recent_loss" && source.steps.length > 0;
    if (value !== null) ended.push({ ...run, value });
    else if (divergedAt !== null || isRecorded) lost.push(run);
  }
  return { ended, lost };
}

/**
 * The mean of every rate, low to high.
 * @param {Ended[]} ended
 */
function meansOf(ended) {
  const rates = [...new Set(ended.map(({ rate }) => rate))].sort((a, b) => a - b);
  return rates.map((rate) => {
    const values = ended.filter((run) => run.rate === rate).map(({ value }) => value);
    return { rate, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
}

/**
 * Room around all accuracies, but none for what cannot be.
 * @param {Ended[]} ended
 * @returns {[number, number]}
 */
function sharesShown(ended) {
  if (!ended.length) return [0, HIGHEST_SHARE];
  const shares = ended.map(({ value }) => value);
  const [lowest, highest] = [Math.min(...shares), Math.max(...shares)];
  const margin = Math.max(0.12 * (highest - lowest), 0.01);
  return [Math.max(0, lowest - margin), Math.min(HIGHEST_SHARE, highest + margin)];
}

/**
 * @param {Look} look
 * @param {FollowedRun[]} runs
 * @param {number[]} y
 */
function marks(look, runs, y) {
  return { ...trace(look, runs.map(({ rate }) => rate), y), text: runs.map(({ label }) => label) };
}

/**
 * @param {Look} look
 * @param {number[]} x
 * @param {number[]} y
 * @returns {SentTrace}
 */
function trace(look, x, y) {
  return /** @type {any} */ ({ ...look, x, y }); // Like all traces that no legend names it has no name.
}
