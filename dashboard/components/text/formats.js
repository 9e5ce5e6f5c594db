// How numbers look in what the browser fills in: every figure exactly as dashboard/text/formats.py would write it.

/** What stands where there is no number. */
export const NOTHING = "–";

/**
 * How a language writes times: sentences with {seconds}, and with {minutes} and {seconds}.
 * @typedef {{ seconds: string, minutes: string }} Units
 */

/** @typedef {number | null | undefined} Value */

/**
 * A whole number with its thousands grouped: 2,000.
 * @param {Value} value
 */
export function count(value) {
  return isMissing(value) ? NOTHING : fixed(value, 0);
}

/**
 * A number with exactly so many decimals, as the others in its column or place have.
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  return grouped(rounded(value, decimals, "toFixed"));
}

/**
 * A number with at most `digits` significant digits: 0.1, 2.5, 10,000, 1e-4.
 * @param {number} value
 * @param {number} [digits]
 */
export function number(value, digits = 12) {
  if (!Number.isFinite(value)) return notFinite(value);
  const short = Number(rounded(value, digits - 1, "toExponential"));
  const isWrittenOut = short === 0 || (Math.abs(short) >= 1e-3 && Math.abs(short) < 1e7);
  return isWrittenOut ? grouped(String(short)) : powerOfTen(value, digits);
}

/**
 * A learning rate as it is said: 0.1, 0.03, 2.5, 1e-4.
 * @param {number} value
 */
export function rate(value) {
  return number(value, 4);
}

/**
 * A loss, in nats: three decimals below 10, where they tell runs apart, then one; from 10,000 on 1.2e4.
 * @param {Value} value
 */
export function loss(value) {
  if (isMissing(value)) return NOTHING;
  if (!Number.isFinite(value)) return notFinite(value);
  if (value >= 10_000) return powerOfTen(value, 2);
  return value < 10 ? rounded(value, 3, "toFixed") : fixed(value, 1);
}

/**
 * A share from 0 to 1 in percent; never 100% for what is less than all, nor 0% for more than nothing.
 * @param {Value} share
 * @param {number} [decimals]
 */
export function percent(share, decimals = 1) {
  if (isMissing(share) || !Number.isFinite(share)) return NOTHING;
  const [shown, least] = [rounded(100 * share, decimals, "toFixed"), 10 ** -decimals];
  if (share < 1 && Number(shown) === 100) return `${(100 - least).toFixed(decimals)}%`;
  if (share > 0 && Number(shown) === 0) return `<${least.toFixed(decimals)}%`;
  return `${shown}%`;
}

/**
 * A time as 0.6 s, 12 s or 3:07 min, in the units of a language.
 * @param {Value} seconds
 * @param {Units} units
 */
export function duration(seconds, units) {
  if (isMissing(seconds) || !Number.isFinite(seconds)) return NOTHING;
  if (seconds < 60) return filled(units.seconds, { seconds: rounded(seconds, seconds < 10 ? 1 : 0, "toFixed") });
  const whole = Math.trunc(seconds);
  return filled(units.minutes, {
    minutes: String(Math.floor(whole / 60)),
    seconds: String(whole % 60).padStart(2, "0"),
  });
}

/**
 * A sentence with its {placeholders} filled; one for which there is no word stays as it is.
 * @param {string} sentence
 * @param {Record<string, string>} words
 */
export function filled(sentence, words) {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name) => words[name] ?? placeholder);
}

/**
 * @param {Value} value
 * @returns {value is null | undefined}
 */
function isMissing(value) {
  return value === null || value === undefined;
}

/**
 * JavaScript rounds what lies exactly in the middle up, Python to the even digit.
 * @param {number} value
 * @param {number} decimals
 * @param {"toFixed" | "toExponential"} kind
 */
function rounded(value, decimals, kind) {
  const sign = value < 0 ? "-" : "";
  const size = Math.abs(value);
  const [up, power = ""] = size[kind](decimals).split("e");
  // No double lies in the middle between two such numbers by less than these places show.
  const [exact, samePower = ""] = size[kind](decimals + MORE).split("e");
  const below = exact.slice(0, -MORE).replace(/\.$/, "");
  const isMiddle = power === samePower && /^50*$/.test(exact.slice(-MORE));
  const mantissa = isMiddle && Number(below.at(-1)) % 2 === 0 ? below : up;
  return `${sign}${mantissa}${power && `e${power}`}`;
}

const MORE = 30;

/** @param {string} digits a number without an exponent */
function grouped(digits) {
  const [whole, fraction] = digits.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/**
 * @param {number} value
 * @param {number} digits
 */
function powerOfTen(value, digits) {
  const [mantissa, exponent] = rounded(value, digits - 1, "toExponential").split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${short}e${Number(exponent)}`;
}

/** @param {number} value */
function notFinite(value) {
  if (Number.isNaN(value)) return NOTHING;
  return value > 0 ? "∞" : "−∞";
}
