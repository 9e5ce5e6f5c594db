// Step 10: test images to read oneself, one after the other; what the model reads in each is shown afterwards.
import { bars } from "../kit/bars.js";
import { choice } from "../kit/choice.js";
import { image, SIDE } from "../kit/image.js";
import { numbers } from "../kit/numbers.js";
import { element, set, write } from "../live_chart/dom.js";
import { count, filled, percent } from "../text/formats.js";
import { said as kept } from "./predict_kept.js";
import { likeliest, score } from "./predict_numbers.js";

/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Sent } from "../kit/numbers.js" */

/** @typedef {{ numbers: number[], pixels: Sent, labels: number[], probabilities: Sent }} Images one series */
/** @typedef {{ first: Images, hard: Images, hard_right: number, steps: number, among: number, right: number }} Figures as learn/steps/predict.py sends them */
/** @typedef {"first" | "hard"} Name of a series */

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, given) {
  const { figures, words } = given;
  const root = element("div", "predict", parent);
  const facts = {
    steps: String(figures.steps),
    among: count(figures.among),
    hard: String(figures.hard.labels.length),
    first: String(figures.first.labels.length),
    right: String(figures.hard_right),
    share: percent(figures.right / figures.among),
  };
  /** @type {Name} */
  let shown = "first";
  const series = choice(
    root,
    { label: words.series, options: { first: filled(words.first, facts), hard: filled(words.hard, facts) }, value: shown },
    (value) => {
      shown = /** @type {Name} */ (value);
      draw();
    },
  );
  const about = element("p", "predict__about", root);
  const games = {
    first: game(element("div", "", root), given, "first"),
    hard: game(element("div", "", root), given, "hard"),
  };
  root.onkeydown = (event) => {
    if (!DIGITS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (games[shown].say(Number(event.key))) event.preventDefault();
  };

  function draw() {
    write(about, filled(words[`about_${shown}`], facts));
    for (const [name, { outside, draw }] of Object.entries(games)) {
      outside.hidden = name !== shown;
      if (name === shown) draw();
    }
  }

  return {
    covered: [games.hard.root],
    facts: () => facts,
    draw,
    reveal() {
      series.put((shown = "hard"));
      draw();
    },
  };
}

/**
 * One series, image after image.
 * @param {HTMLElement} outside
 * @param {Given<Figures>} given
 * @param {Name} name
 */
function game(outside, { figures, words, colours }, name) {
  const { numbers: which, labels, ...sent } = figures[name];
  const pixels = numbers(sent.pixels);
  const probabilities = labels.map((_, place) => numbers(sent.probabilities).subarray(10 * place, 10 * (place + 1)));
  const readings = probabilities.map((shares) => likeliest(shares)[0]);
  const all = labels.length;
  const size = SIDE * SIDE;

  const root = element("div", "predict__game", outside);
  const asked = element("div", "predict__asked", root);
  set(asked, "tabindex", -1);
  set(asked, "role", "group");
  const picture = image(asked, { scale: colours.ink });
  const side = element("div", "predict__side", asked);
  const ask = element("p", "predict__ask", side);
  const buttons = element("div", "predict__digits", side);
  const digits = DIGITS.map((digit) => {
    const button = element("button", "kit-button", buttons);
    button.textContent = digit;
    button.onclick = () => say(Number(digit));
    return button;
  });
  const outcome = element("p", "predict__outcome", side);
  set(outcome, "role", "status");
  const next = element("button", "kit-button kit-button--first", side);
  const shares = bars(root, { names: DIGITS, height: 6.125 });
  const tally = element("div", `predict__tally predict__tally--${name}`, root);
  const [seen, named, ...rows] = ["image", "label", "you", "model"].map((what) => {
    element("span", `predict__who predict__who--${what}`, tally).textContent = words[what === "image" ? "images" : what];
    return { marks: element("span", `predict__marks predict__marks--${what}`, tally), sum: element("span", "predict__sum", tally) };
  });
  const small = labels.map(() => image(element("span", "predict__mark", seen.marks), { scale: colours.ink }));
  for (const { marks } of [seen, named, ...rows]) set(marks, "role", "img");

  let isOpen = false; // whether what was said last is still in sight
  let isOver = false; // whether the summary of the whole series is
  const said = () => (kept.get()?.[name] ?? []).slice(0, all);
  const keep = (/** @type {number[]} */ digits) => kept.put({ ...(kept.get() ?? { first: [], hard: [] }), [name]: digits });
  isOver = said().length === all;

  /** @param {number} digit */
  function say(digit) {
    const before = said();
    if (isOpen || before.length === all || root.inert) return false;
    keep([...before, digit]);
    isOpen = true;
    draw();
    next.focus();
    return true;
  }

  next.onclick = () => {
    if (isOver) keep([]);
    isOver = isOpen && said().length === all;
    isOpen = false;
    draw();
    (isOver ? next : asked).focus();
  };

  function draw() {
    const done = said();
    const place = isOpen ? done.length - 1 : isOver ? all - 1 : done.length;
    const facts = { place: String(place + 1), all: String(all), number: String(which[place]) };
    write(ask, filled(isOver ? words.over : words.ask, facts));
    set(asked, "aria-label", ask.textContent ?? "");
    picture.draw(pixels.subarray(size * place, size * (place + 1)), filled(words.image, facts));
    picture.root.hidden = isOver;
    buttons.hidden = isOver;
    digits.forEach((button, digit) => {
      button.disabled = isOpen;
      button.className = `kit-button${isOpen && done[place] === digit ? " predict__said" : ""}`;
    });
    drawOutcome(done, place);
    next.hidden = !isOpen && !isOver;
    write(next, isOver ? words.again : done.length === all ? words.finish : words.next);
    const shown = isOpen ? probabilities[place] : null;
    shares.root.hidden = isOver;
    shares.draw(
      DIGITS.map((_, digit) => {
        const tone = digit === labels[place] ? "right" : digit === readings[place] ? "wrong" : "";
        return { share: shown?.[digit] ?? 0, words: shown ? percent(shown[digit], 0) : "", tone: shown ? tone : "" };
      }),
      shown ? filled(words.bars, readingOf(place)) : words.bars_hidden,
    );
    drawTally(done);
  }

  /** @param {number} place */
  function readingOf(place) {
    const [first, second] = likeliest(probabilities[place]);
    const [model, runner] = [first, second].map((digit) => percent(probabilities[place][digit]));
    return { label: String(labels[place]), reading: String(first), share: model, second: String(second), second_share: runner };
  }

  /**
   * @param {number[]} done
   * @param {number} place
   */
  function drawOutcome(done, place) {
    if (isOver) {
      const { you, model } = score({ labels, readings }, done);
      const verdict = you > model ? words.verdict_you : you < model ? words.verdict_model : words.verdict_tie;
      write(outcome, filled(`${words.result} ${verdict} ${words[`honest_${name}`]}`, { you: String(you), model: String(model), all: String(all) }));
      return;
    }
    if (!isOpen) return write(outcome, words.keys);
    const isRight = done[place] === labels[place];
    const facts = { said: String(done[place]), ...readingOf(place) };
    write(
      outcome,
      filled(`${isRight ? words.you_right : words.you_wrong} ${readings[place] === labels[place] ? words.model_right : words.model_wrong}`, facts),
    );
  }

  /** @param {number[]} done */
  function drawTally(done) {
    const found = score({ labels, readings }, done);
    const known = labels.slice(0, done.length);
    small.forEach(({ draw, root: picture }, place) => {
      picture.style.visibility = place < done.length ? "visible" : "hidden";
      if (place >= done.length) return;
      draw(pixels.subarray(size * place, size * (place + 1)), filled(words.image, { number: String(which[place]) }));
    });
    named.marks.replaceChildren();
    labels.forEach((label, place) => {
      element("span", "predict__mark", named.marks).textContent = place < done.length ? String(label) : "·";
    });
    set(seen.marks, "aria-label", filled(words.images_said, { count: String(done.length) }));
    set(named.marks, "aria-label", known.join(" ") || words.sum_none);
    [done, readings.slice(0, done.length)].forEach((digits, row) => {
      const { marks, sum } = rows[row];
      marks.replaceChildren();
      labels.forEach((label, place) => {
        const state = place >= digits.length ? "open" : digits[place] === label ? "right" : "wrong";
        element("span", `predict__mark predict__mark--${state}`, marks).textContent = { open: "·", right: "✓", wrong: "✗" }[state];
      });
      const right = [found.you, found.model][row];
      const facts = { right: String(right), of: String(found.of) };
      write(sum, found.of ? filled(words.sum, facts) : "");
      set(marks, "aria-label", found.of ? filled(words.sum_said, facts) : words.sum_none);
    });
  }

  return { outside, root, say, draw };
}
