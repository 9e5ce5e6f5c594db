// When a run has diverged: the rule of core/rates/divergence.py, which says why it is so.

const RECORDS_OF_VERDICT = 5;
const SHARE_OF_VERDICT = 0.1;

/**
 * The step at which a run diverged, null if it has not: where the mean of its latest losses rose above the first one
 * and stayed there, or where its loss was no longer finite.
 * @param {ArrayLike<number>} steps
 * @param {ArrayLike<number>} losses of the validation images, one a record
 * @param {number | null} notedAt the step that its trainer noted
 */
export function divergedAt(steps, losses, notedAt) {
  if (notedAt !== null || !losses.length) return notedAt;
  const guessing = Math.log(10);
  const limit = 1.001 * (Number.isNaN(losses[0]) ? guessing : Math.max(losses[0], guessing));
  const totals = new Float64Array(losses.length + 1);
  let since = 0;
  for (let place = 0, start = 0; place < losses.length; place += 1) {
    const loss = losses[place];
    totals[place + 1] = totals[place] + Math.min(Number.isNaN(loss) ? Infinity : loss, 1e6 * limit);
    while (steps[start] <= (1 - SHARE_OF_VERDICT) * steps[place]) start += 1;
    const first = Math.max(Math.min(start, place + 1 - RECORDS_OF_VERDICT), 0);
    const mean = (totals[place + 1] - totals[first]) / (place + 1 - first);
    const isTooHigh = place >= RECORDS_OF_VERDICT && mean > limit;
    if (!isTooHigh && Number.isFinite(loss)) since = place + 1;
  }
  return since < losses.length ? steps[since] : null;
}
