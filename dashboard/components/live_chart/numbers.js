// How numbers are written in charts: losses and shares look as they do in dashboard/formats.py.

// The part of d3's number formats that figures use: ",d", ".3f", ",.2f", ".1%".
export function formatted(value, format = "") {
  if (!Number.isFinite(value)) return "–";
  const [, digits, kind] = format.match(/^,?(?:\.(\d+))?~?([df%]?)$/) ?? [];
  if (kind === "%") return percent(value, Number(digits ?? 1));
  if (kind === "d") return Math.round(value).toLocaleString("en-US");
  // A loss, and a diverging one has more digits than anybody reads.
  if (Math.abs(value) >= 10_000 && digits) return value.toExponential(1).replace(".0", "").replace("+", "");
  if (Math.abs(value) >= 10 && digits === "3") return formatted(value, ",.1f");
  if (digits === undefined) return value.toLocaleString("en-US", { maximumFractionDigits: 3 });
  return Number(value).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

// Never 100% for what is less than all, nor 0% for more than nothing.
function percent(share, digits) {
  const [shown, least] = [(100 * share).toFixed(digits), 10 ** -digits];
  if (share < 1 && Number(shown) === 100) return `${(100 - least).toFixed(digits)}%`;
  if (share > 0 && Number(shown) === 0) return `<${least.toFixed(digits)}%`;
  return `${shown}%`;
}
