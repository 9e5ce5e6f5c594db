// The sheet on the screen, and what stands above it: the name to type, and the way to paper.
import { Remembered } from "../kit/remembered.js";
import { answers } from "../lesson/answers.js";
import { element, set, write } from "../live_chart/dom.js";
import { mounted } from "../mounting/mounted.js";
import { said } from "../stages/predict_kept.js";
import { rightOf } from "../stages/predict_numbers.js";
import { guess } from "../stages/train_kept.js";
import { filled, fixed } from "../text/formats.js";
import { done } from "./done.js";

/** @import { Both } from "../live_chart/types.d.ts" */
/** @import { Component, Part } from "../mounting/mounted.js" */
/** @import { Asked } from "./done.js" */

/**
 * What dashboard/components/certificate/__init__.py sends.
 * @typedef {object} Sent
 * @property {string} script
 * @property {(Asked & { title: string, href: string })[]} lines
 * @property {{ labels: number[], modelRight: number }} contest
 * @property {string[]} experiments
 * @property {number} experimentCount
 * @property {string} language
 * @property {{ right: Both, wrong: Both }} colours
 * @property {Record<string, string>} words
 */

const LONGEST_NAME = 80;
const MARKS = { right: "✓", wrong: "✗", open: "–" };

const name = new Remembered("name", (found) => (typeof found === "string" ? found.slice(0, LONGEST_NAME) : null));

/** @implements {Part<Sent>} */
class Sheet {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "certificate-page", parent);
    this.lead = element("p", "certificate-page__lead", this.root);
    const tools = element("div", "certificate-page__tools", this.root);
    this.label = element("label", "", tools);
    this.labelWords = element("span", "", this.label);
    this.input = element("input", "", this.label);
    Object.assign(this.input, { type: "text", maxLength: LONGEST_NAME, autocomplete: "name", value: name.get() ?? "" });
    this.input.oninput = () => {
      name.put(this.input.value);
      this.#draw();
    };
    this.print = element("button", "certificate-page__print", tools);
    this.print.onclick = () => window.print();
    this.on = element("a", "certificate-page__on", tools);

    this.sheet = element("article", "certificate", this.root);
    this.product = element("p", "certificate__product", this.sheet);
    this.title = element("h2", "certificate__title", this.sheet);
    this.name = element("p", "certificate__name", this.sheet);
    this.result = element("p", "certificate__result", this.sheet);
    this.steps = element("ol", "certificate__steps", this.sheet);
    this.more = element("ul", "certificate__more", this.sheet);
    this.date = element("p", "certificate__date", this.sheet);
    this.small = element("p", "certificate__small", this.sheet);
    this.forget = answers().heed(() => this.#draw());
  }

  /**
   * @param {Sent} sent
   * @param {Component<Sent>} component
   */
  show(sent, { setTriggerValue }) {
    this.sent = sent;
    this.go = (/** @type {number} */ number) => setTriggerValue("step", { number });
    for (const [meaning, { light, dark }] of Object.entries(sent.colours)) {
      this.root.style.setProperty(`--certificate-${meaning}`, `light-dark(${light}, ${dark})`);
    }
    this.#draw();
  }

  #draw() {
    if (!this.sent) return;
    const { lines, words, language } = this.sent;
    const found = done(lines, (step) => answers().of(step));
    const facts = { done: String(found.done), steps: String(lines.length), right: String(found.right) };
    write(this.lead, words.lead);
    write(this.labelWords, words.name);
    write(this.print, words.print);
    this.on.hidden = found.next === null;
    const next = lines.find(({ number }) => number === found.next);
    if (next) this.#lead(this.on, next, filled(words.go_on, { number: String(next.number), title: next.title }));

    const typed = this.input.value.trim();
    write(this.product, words.product);
    write(this.title, words.title);
    write(this.name, typed);
    this.name.hidden = !typed;
    write(this.result, filled(found.done ? words.result : words.result_none, facts));
    this.steps.replaceChildren();
    lines.forEach((line, place) => {
      const state = found.states[place];
      const item = element("li", `certificate__step certificate__step--${state}`, this.steps);
      element("span", "certificate__number", item).textContent = String(line.number);
      this.#lead(element("a", "certificate__link", item), line, line.title);
      element("span", "certificate__state", item).textContent = `${MARKS[state]} ${words[state]}`;
    });
    this.more.replaceChildren();
    for (const each of this.#more(this.sent)) element("li", "", this.more).textContent = each;
    write(this.date, new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date()));
    write(this.small, words.small);
  }

  /** @param {Sent} sent @returns {string[]} */
  #more({ contest, experiments, experimentCount, words }) {
    const off = guess.get()?.off ?? null;
    const read = said.get()?.hard ?? [];
    const of = contest.labels.length;
    const facts = { you: String(rightOf(contest.labels, read)), model: String(contest.modelRight), of: String(of) };
    return [
      ...(off === null ? [] : [filled(words.guess, { off: fixed(off, 2) })]),
      ...(read.length === of ? [filled(words.contest, facts)] : []),
      filled(experimentCount ? words.experiments : words.experiments_none, { count: String(experimentCount) }),
      ...experiments,
    ];
  }

  /**
   * @param {HTMLAnchorElement} link
   * @param {{ number: number, href: string }} step
   * @param {string} words
   */
  #lead(link, { number, href }, words) {
    write(link, words);
    set(link, "href", href);
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a tab or window of its own
      event.preventDefault();
      this.go?.(number);
    };
  }

  leave() {
    this.forget();
  }
}

export const { show, leave } = mounted((parent) => new Sheet(parent));
