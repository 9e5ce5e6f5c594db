// Where a logarithmic axis has ticks.

// At 1, 2, 5, 10, ... or at 1, 3, 10, ... or at every decade, or every second one: as many as have room; of two decades
// and more of steps, epochs or seconds only decades, with small ticks between them. Within half a decade Plotly's own,
// linear ones are better; elsewhere they crowd 0.7, 0.8, 0.9 and 1, and say 0.0001 for 1e-4. `zero` is where 0 stands
// on this axis, if anywhere.
export function logTicks([low, high], room, zero) {
  if (high - low < 0.5) return { tickmode: "auto", minor: {} };
  const decades = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power += 1) decades.push(power);
  const choices = [[1, 2, 5], [1, 3], [1]].map((digits) => within(decades, digits));
  for (const every of [2, 3, 4, 6]) choices.push(choices[2].filter((_, i) => decades[i] % every === 0));
  const isSeen = (value) => Math.log10(value) >= low && Math.log10(value) <= high;
  const coarsest = zero !== undefined && high - low >= 2 ? choices.slice(2) : choices;
  const fits = (values) => values.filter(isSeen).length + (zero === undefined ? 0 : 1) <= Math.max(room, 2);
  const tickvals = coarsest.find(fits) ?? choices.at(-1);
  const small = choices.slice(0, 2).includes(tickvals) ? [] : within(decades, [2, 3, 4, 5, 6, 7, 8, 9]);
  const minor = small.length && high - low < 5 ? { ticks: "outside", ticklen: 3, tickcolor: "gray", tickvals: small.filter(isSeen) } : {};
  const ticktext = tickvals.map(inWords);
  if (zero !== undefined) {
    const far = tickvals.filter((value) => Math.log10(value / zero) > (0.7 * (high - low)) / room);
    return {
      tickmode: "array",
      tickvals: [zero, ...far],
      ticktext: ["0", ...far.map(inWords)],
      minor,
    };
  }
  return { tickmode: "array", tickvals, ticktext, minor };
}

function within(decades, digits) {
  return decades.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
}

function inWords(value) {
  return value < 0.001 || value >= 1e7 ? value.toExponential().replace("+", "") : value.toLocaleString("en-US");
}

export function sameTicks(axis, ticks) {
  return axis.type !== "log" || JSON.stringify(axis.tickvals) === JSON.stringify(ticks.tickvals);
}
