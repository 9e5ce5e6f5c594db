// A guess of a curve, drawn by hand, and how far it is from the curve that was measured.

/** @typedef {[number, number]} Point a step, and a loss in nats */

/**
 * Losses at PLACES, the experiment that uncovered it, and once that has finished how far the guess is off, in nats.
 * @typedef {{ levels: number[], experiment: number | null, off: number | null }} Guess
 */

const APART = 50; // steps between two places at which a guess is kept

/** Where a guess of the tutorial's 2,000 steps is kept. */
export const PLACES = Array.from({ length: 41 }, (_, place) => place * APART);

/** Where it has handles: closer where curves fall. */
export const HANDLES = [0, 100, 250, 500, 1000, 1500, 2000];

export const HIGHEST = 3.5; // nats, on the chart: more than an untrained model loses on average
export const FLAT = 1.5; // where the line lies before anybody has drawn

/**
 * The guess after one of its handles was moved: its line runs straight to the neighbouring handles.
 * @param {number[]} levels
 * @param {number} handle which of HANDLES
 * @param {number} loss
 */
export function moved(levels, handle, loss) {
  const at = (/** @type {number} */ step) => levels[step / APART];
  const ends = /** @type {Point[]} */ ([handle - 1, handle, handle + 1]
    .filter((each) => each in HANDLES)
    .map((each) => [HANDLES[each], each === handle ? loss : at(HANDLES[each])]));
  const [first, last] = [ends[0][0], ends[ends.length - 1][0]];
  return levels.map((level, place) => (PLACES[place] >= first && PLACES[place] <= last ? along(ends, PLACES[place]) : level));
}

/**
 * The guess after a stroke from one point to another, whichever is further on; each of its places near it is on it.
 * @param {number[]} levels
 * @param {Point} from
 * @param {Point} to
 */
export function sketched(levels, from, to) {
  const [start, end] = from[0] <= to[0] ? [from, to] : [to, from];
  const nearest = Math.round(to[0] / APART);
  return levels.map((level, place) => {
    const step = PLACES[place];
    const inside = step >= start[0] && step <= end[0];
    if (!inside) return place === nearest ? to[1] : level;
    return start[0] === end[0] ? to[1] : along([start, end], step);
  });
}

/**
 * The value at a step of a line through points, whose steps ascend; beyond the ends it goes on level.
 * @param {Point[]} points at least one
 * @param {number} step
 */
export function along(points, step) {
  const after = points.findIndex(([each]) => each >= step);
  if (after === 0) return points[0][1];
  if (after < 0) return points[points.length - 1][1];
  const [[before, low], [then, high]] = [points[after - 1], points[after]];
  return low + ((high - low) * (step - before)) / (then - before);
}

/**
 * How far a guess is from a curve, over all whole steps as far as the curve goes: the mean of the absolute differences
 * in nats, and where it is largest.
 * @param {number[]} levels
 * @param {Point[]} curve at least one
 */
export function distance(levels, curve) {
  const guess = /** @type {Point[]} */ (levels.map((level, place) => [PLACES[place], level]));
  const last = curve[curve.length - 1][0];
  let sum = 0;
  let worst = { step: 0, guess: NaN, loss: NaN, apart: -1 };
  let [i, j] = [0, 0]; // the points up to which both lines have come
  for (let step = 0; step <= last; step += 1) {
    while (i < guess.length - 2 && guess[i + 1][0] < step) i += 1;
    while (j < curve.length - 2 && curve[j + 1][0] < step) j += 1;
    const [guessed, loss] = [along(guess.slice(i, i + 2), step), along(curve.slice(j, j + 2), step)];
    const apart = Math.abs(guessed - loss);
    sum += apart;
    if (apart > worst.apart) worst = { step, guess: guessed, loss, apart };
  }
  return { mean: sum / (last + 1), worst };
}

/**
 * What was kept of a guess, null where it is none.
 * @param {any} found
 * @returns {Guess | null}
 */
export function soundGuess(found) {
  const levels = found?.levels;
  const isSound = Array.isArray(levels) && levels.length === PLACES.length && levels.every((level) => level >= 0 && level <= HIGHEST);
  if (!isSound) return null;
  const { experiment, off } = found;
  return { levels, experiment: Number.isInteger(experiment) ? experiment : null, off: off >= 0 && off !== null ? Number(off) : null };
}
