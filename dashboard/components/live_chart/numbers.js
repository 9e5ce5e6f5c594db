// How numbers are written in charts: losses and shares look as they do in dashboard/text/formats.py.

/**
 * @param {number} value
 * @param {string} [format] of d3's, as far as figures use them: ",d", ".3f", ",.2f", ".1%"
 * @returns {string}
 */
export function formatted(value, format = "") {
  if (!Number.isFinite(value)) return "–";
  const [, given, kind] = format.match(/^,?(?:\.(\d+))?~?([df%]?)$/) ?? [];
  const digits = given === undefined ? undefined : Number(given);
  if (kind === "%") return percent(value, digits ?? 1);
  if (kind === "d") return Math.round(value).toLocaleString("en-US");
  // A loss, and a diverging one has more digits than anybody reads.
  if (Math.abs(value) >= 10_000 && digits !== undefined) return value.toExponential(1).replace(".0", "").replace("+", "");
  if (Math.abs(value) >= 10 && digits === 3) return formatted(value, ",.1f");
  if (digits === undefined) return value.toLocaleString("en-US", { maximumFractionDigits: 3 });
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * Never 100% for what is less than all, nor 0% for more than nothing.
 * @param {number} share
 * @param {number} digits
 */
function percent(share, digits) {
  const [shown, least] = [(100 * share).toFixed(digits), 10 ** -digits];
  if (share < 1 && Number(shown) === 100) return `${(100 - least).toFixed(digits)}%`;
  if (share > 0 && Number(shown) === 0) return `<${least.toFixed(digits)}%`;
  return `${shown}%`;
}
