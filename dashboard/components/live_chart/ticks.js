// Where a logarithmic axis has ticks.

/** @typedef {{ tickmode: string, tickvals?: number[], ticktext?: string[], minor: object }} Ticks */

/**
 * At 1, 2, 5, 10, ... or at 1, 3, 10, ... or at every decade, or every second one: as many as have room; of two decades
 * and more of steps, epochs or seconds only decades, with small ticks between them. Within half a decade Plotly's own,
 * linear ones are better; elsewhere they crowd 0.7, 0.8, 0.9 and 1, and say 0.0001 for 1e-4.
 * @param {[number, number]} range in powers of ten
 * @param {number} room how many fit beside each other
 * @param {number} [zero] where 0 stands on this axis, if anywhere
 * @returns {Ticks}
 */
export function logTicks([low, high], room, zero) {
  if (high - low < 0.5) return { tickmode: "auto", minor: {} };
  const { tickvals, isDecades } = fitting([low, high], room, zero);
  const between = isDecades && high - low < 5 ? within(decadesOf([low, high]), [2, 3, 4, 5, 6, 7, 8, 9]) : [];
  const minor = between.length
    ? { ticks: "outside", ticklen: 3, tickcolor: "gray", tickvals: between.filter(isSeenIn([low, high])) }
    : {};
  if (zero === undefined) return { tickmode: "array", tickvals, ticktext: tickvals.map(written), minor };
  const far = tickvals.filter((value) => Math.log10(value / zero) > (0.7 * (high - low)) / room);
  return { tickmode: "array", tickvals: [zero, ...far], ticktext: ["0", ...far.map(written)], minor };
}

/**
 * The finest ticks that have room.
 * @param {[number, number]} range
 * @param {number} room
 * @param {number} [zero]
 */
function fitting(range, room, zero) {
  const decades = decadesOf(range);
  const finest = [[1, 2, 5], [1, 3]].map((digits) => ({ tickvals: within(decades, digits), isDecades: false }));
  const every = [1, 2, 3, 4, 6].map((nth) => ({
    tickvals: within(decades.filter((_, i) => i % nth === 0), [1]),
    isDecades: true,
  }));
  const choices = zero !== undefined && range[1] - range[0] >= 2 ? every : [...finest, ...every];
  const seen = (/** @type {number[]} */ values) => values.filter(isSeenIn(range)).length + (zero === undefined ? 0 : 1);
  return choices.find(({ tickvals }) => seen(tickvals) <= Math.max(room, 2)) ?? choices[choices.length - 1];
}

/** @param {[number, number]} range */
function decadesOf([low, high]) {
  const first = Math.floor(low);
  return Array.from({ length: Math.ceil(high) - first + 1 }, (_, i) => first + i);
}

/** @param {[number, number]} range */
function isSeenIn([low, high]) {
  return (/** @type {number} */ value) => Math.log10(value) >= low && Math.log10(value) <= high;
}

/**
 * @param {number[]} decades
 * @param {number[]} digits
 */
function within(decades, digits) {
  return decades.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
}

/** @param {number} value */
function written(value) {
  return value < 0.001 || value >= 1e7 ? value.toExponential().replace("+", "") : value.toLocaleString("en-US");
}
