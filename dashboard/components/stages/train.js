// Step 9: one draws the loss curve that one expects, and an experiment draws the one that it gets over it, live.
import { places } from "../kit/picture.js";
import { plot, within } from "../kit/plot.js";
import { element, set, write } from "../live_chart/dom.js";
import { rootSize } from "../live_chart/theme.js";
import { connection } from "../stream/connection.js";
import { Live } from "../stream/live.js";
import { count, filled, fixed, loss, percent } from "../text/formats.js";
import { guess as kept } from "./train_kept.js";
import { along, distance, FLAT, HANDLES, HIGHEST, moved, PLACES, sketched } from "./train_numbers.js";

/** @import { Both } from "../live_chart/types.d.ts" */
/** @import { Given, Stage } from "../lesson/types.d.ts" */
/** @import { Feed } from "../stream/feed.js" */
/** @import { Metric } from "../stream/types.d.ts" */
/** @import { Point } from "./train_numbers.js" */

/** @typedef {{ steps: number, compared_steps: number, same: number, other: number, parameters: number, colour: Both }} Figures as learn/steps/train.py sends them */
/** @typedef {{ filed: number | null, same: number[] }} News the experiment started here, and all of the tutorial's setting, newest first */

/**
 * @param {HTMLElement} parent
 * @param {Given<Figures>} given
 * @returns {Stage}
 */
export function stage(parent, { figures, words, ask }) {
  const root = element("div", "train", parent);
  root.style.setProperty("--train-curve", `light-dark(${figures.colour.light}, ${figures.colour.dark})`);
  const task = element("p", "train__task", root);
  const x = { lowest: 0, highest: figures.steps, label: words.axis_step, shown: count };
  const y = { lowest: 0, highest: HIGHEST, label: words.axis_loss };
  let levels = kept.get()?.levels ?? PLACES.map(() => FLAT);

  const chart = plot(root, {
    x,
    y,
    height: 14.75,
    handles: HANDLES.map((step, handle) => ({
      label: filled(words.handle, { step: count(step) }),
      at: [step, along(asPoints(levels), step)],
      along: "y",
      step: [0, 0.05],
      said: ([, level]) => filled(words.handle_said, { loss: fixed(level, 2) }),
      moved: ([, level]) => put(moved(levels, handle, level)),
    })),
  });
  const legend = element("p", "train__legend", root);
  for (const line of ["guess", "batch", "validation"]) {
    element("span", `train__line train__line--${line}`, legend);
    element("span", "", legend).textContent = words[`line_${line}`];
  }
  const said = element("p", "train__said", root);
  set(said, "role", "status");
  const row = element("div", "train__row", root);
  const [start, again, other] = ["kit-button kit-button--first", "kit-button", "kit-button"].map((name) => element("button", name, row));
  const link = element("a", "train__link", row);

  /** @type {News} */
  let news = { filed: null, same: [] };
  let asked = 0; // the newest experiment when one was asked for, or 0
  let isAsking = false;
  const live = new Live(() => draw());

  /** The experiment whose curve is shown, or null. */
  const shown = () => {
    const number = kept.get()?.experiment ?? null;
    return number !== null && news.same.includes(number) && !connection().feed(number).isGone ? number : null;
  };

  /** @param {number[]} after */
  function put(after) {
    levels = after;
    kept.put({ levels, experiment: null, off: null });
    chart.handles.forEach((handle, place) => handle.put([HANDLES[place], along(asPoints(levels), HANDLES[place])]));
    draw();
  }

  /** @param {number} experiment */
  function uncover(experiment) {
    kept.put({ levels, experiment, off: null });
    live.listen([{ id: experiment }]);
    draw();
    again.focus(); // what was pressed is gone
  }

  function file() {
    if (isAsking) return;
    [isAsking, asked] = [true, news.filed ?? 0];
    ask({ start: Date.now() });
    draw();
  }

  start.onclick = () => {
    if (!kept.get()) return write(said, words.first);
    const [found] = news.same;
    if (found === undefined) file();
    else uncover(found);
  };
  other.onclick = () => (kept.get() ? file() : write(said, words.first));
  again.onclick = () => {
    kept.put({ levels, experiment: null, off: null });
    live.listen([]);
    draw();
    /** @type {SVGElement | null} */ (chart.root.querySelector(".kit-plot__handle"))?.focus();
  };

  /** @type {Point | null} where the pointer that draws was last */
  let last = null;
  /** @param {PointerEvent} event @returns {Point} */
  const pointed = ({ clientX, clientY }) => {
    const box = chart.root.getBoundingClientRect();
    const scales = places(chart.axes, { width: box.width, height: box.height }, rootSize() / 16);
    return within({ x, y }, "both", [0, 0], [scales.x.back(clientX - box.left), scales.y.back(clientY - box.top)]);
  };
  chart.root.onpointerdown = (event) => {
    if (shown() !== null || /** @type {Element} */ (event.target).closest(".kit-plot__handle")) return;
    chart.root.setPointerCapture(event.pointerId);
    last = pointed(event);
    put(sketched(levels, last, last));
    event.preventDefault();
  };
  chart.root.onpointermove = (event) => {
    if (!last) return;
    const now = pointed(event);
    put(sketched(levels, last, now));
    last = now;
  };
  chart.root.onpointerup = chart.root.onpointercancel = () => (last = null);

  function draw() {
    const number = shown();
    const feed = number === null ? null : connection().feed(number);
    root.classList.toggle("train--shown", number !== null);
    /** @type {{ points: Point[], colour: string, dashed?: boolean }[]} */
    const lines = [{ points: asPoints(levels), colour: "currentColor" }];
    if (feed) {
      lines.push({ points: curve(feed, "train_loss"), colour: "var(--train-curve)" });
      lines.push({ points: curve(feed, "validation_loss"), colour: "var(--train-curve)", dashed: true });
    }
    chart.draw({ lines }, feed && feed.steps.length ? alt(feed) : words.alt_guess);
    write(task, number === null ? words.task : words.watch);
    legend.classList.toggle("train__legend--guess", number === null);
    drawSaid(feed);
    drawRow(number);
  }

  /** @param {Feed} feed */
  function alt(feed) {
    const validation = curve(feed, "validation_loss");
    const [from, to] = [validation[0], validation[validation.length - 1]];
    return filled(words.alt_curve, { from: loss(from[1]), step: count(to[0]), to: loss(to[1]) });
  }

  /** @param {Feed | null} feed */
  function drawSaid(feed) {
    const [found] = news.same;
    const isMoving = feed?.state?.status === "running";
    set(said, "aria-live", isMoving ? "off" : "polite");
    if (isAsking) return write(said, words.asking);
    if (!feed) {
      if (!kept.get()) return write(said, words.undrawn);
      return write(said, found === undefined ? words.ready : filled(words.found, { number: String(found) }));
    }
    const [sentence, facts] = standing(feed);
    write(said, filled(words[sentence], facts));
  }

  /**
   * How the experiment is doing, and how far the guess is off so far.
   * @param {Feed} feed
   * @returns {[string, Record<string, string>]}
   */
  function standing(feed) {
    const { state } = feed;
    const facts = { number: String(feed.experiment), steps: count(figures.steps) };
    if (!state || state.status === "queued" || !feed.steps.length) {
      return [state?.trainer === "ended" ? "ended" : state?.trainer === "loading" ? "loading" : "begins", facts];
    }
    const validation = curve(feed, "validation_loss");
    const [step, end] = validation[validation.length - 1];
    const { mean, worst } = distance(levels, validation);
    Object.assign(facts, {
      step: count(step),
      end: loss(end),
      mean: fixed(mean, 2),
      worst_step: count(worst.step),
      worst_guess: fixed(worst.guess, 2),
      worst_loss: fixed(worst.loss, 2),
      accuracy: percent(feed.metric("validation_accuracy", 0).at(-1)),
    });
    if (state.status === "running") return ["running", facts];
    if (step >= figures.steps && kept.get()?.off !== mean) kept.put({ levels, experiment: feed.experiment, off: mean });
    return [step >= figures.steps ? "finished" : state.status === "paused" ? "paused" : "stopped", facts];
  }

  /** @param {number | null} number */
  function drawRow(number) {
    const [found] = news.same;
    start.hidden = number !== null;
    again.hidden = number === null;
    other.hidden = number !== null || found === undefined;
    start.disabled = other.disabled = isAsking;
    write(start, found === undefined ? words.start : filled(words.show, { number: String(found) }));
    write(other, words.start_anew);
    write(again, words.again);
    link.hidden = number === null;
    write(link, filled(words.link, { number: String(number) }));
    const language = new URLSearchParams(location.search).get("lang");
    set(link, "href", `./?experiment=${number}${language ? `&lang=${language}` : ""}`);
  }

  return {
    covered: [],
    facts: () => ({
      compared: String(figures.compared_steps),
      same: String(figures.same),
      other: count(figures.other),
      parameters: count(figures.parameters),
    }),
    draw,
    told(/** @type {News} */ told) {
      news = told;
      const isFiled = isAsking && news.filed !== null && news.filed !== asked;
      isAsking = false; // where it was refused the page says why
      const number = shown();
      if (isFiled) uncover(/** @type {number} */ (news.filed));
      else live.listen(number === null ? [] : [{ id: number }]);
    },
    leave() {
      live.leave();
    },
  };
}

/** @param {number[]} levels @returns {Point[]} */
function asPoints(levels) {
  return levels.map((level, place) => [PLACES[place], level]);
}

/**
 * @param {Feed} feed
 * @param {Metric} metric
 * @returns {Point[]}
 */
function curve(feed, metric) {
  const values = feed.metric(metric, 0);
  return Array.from(values, (value, place) => [feed.steps[place], value]);
}
