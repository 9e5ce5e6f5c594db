// A lesson on the screen: its stage, its question, and what is uncovered by an answer.
import { element, set, write } from "../live_chart/dom.js";
import { mounted } from "../mounting/mounted.js";
import { filled } from "../text/formats.js";
import { answers } from "./answers.js";

/** @import { Component, Part } from "../mounting/mounted.js" */
/** @import { MakeStage, Sent, Stage } from "./types.d.ts" */

let made = 0; // groups of radio buttons on this page

/** @implements {Part<Sent>} */
class Screen {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "lesson", parent);
    this.style = element("style", "", this.root);
    this.ground = element("div", "lesson__stage", this.root);
    this.form = element("form", "lesson__question", this.root);
    this.options = element("fieldset", "lesson__options", this.form);
    this.said = element("div", "lesson__said", this.form);
    this.said.setAttribute("role", "status");
    this.row = element("div", "lesson__row", this.form);
    this.check = element("button", "lesson__check", this.row);
    this.check.type = "submit";
    this.shown = element("button", "lesson__quiet", this.row);
    this.again = element("button", "lesson__quiet", this.row);
    this.shown.onclick = () => this.#uncover();
    this.again.onclick = () => this.#ask();
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.#answer();
    };
    this.sizes = new ResizeObserver(() => this.stage?.draw());
    this.sizes.observe(this.ground);
    this.drawn = "";
    /** @type {Sent | undefined} */
    this.sent = undefined;
    /** @type {Stage | undefined} */
    this.stage = undefined;
    /** @type {HTMLInputElement[]} */
    this.radios = [];
    /** @type {{ part: HTMLElement, cover: HTMLElement }[]} */
    this.covers = [];
  }

  /**
   * @param {Sent} sent
   * @param {Component<Sent>} component
   */
  show(sent, { setTriggerValue }) {
    const drawn = JSON.stringify({ ...sent, news: null });
    this.sent = sent;
    this.ask = (/** @type {unknown} */ wish) => setTriggerValue("asked", wish);
    if (drawn === this.drawn) {
      this.stage?.told?.(sent.news);
      return this.stage?.draw(); // the theme may be another one
    }
    this.drawn = drawn;
    write(this.style, sent.style);
    for (const name of /** @type {const} */ (["accent", "muted", "right", "wrong"])) {
      const { light, dark } = sent.colours[name];
      this.root.style.setProperty(`--lesson-${name}`, `light-dark(${light}, ${dark})`);
    }
    write(this.check, sent.words.check);
    write(this.shown, sent.words.show);
    write(this.again, sent.words.again);
    this.#drawOptions(sent);
    import(new URL(sent.stage, location.href).href).then(
      // The page may have said the same again meanwhile, with other news.
      ({ stage }) => this.sent && this.drawn === drawn && this.#set(stage, this.sent),
      () => write(this.ground, sent.words.failed),
    );
  }

  /**
   * @param {MakeStage} make
   * @param {Sent} sent
   */
  #set(make, sent) {
    this.stage?.leave?.();
    this.ground.replaceChildren();
    const { figures, stage_words: words, colours } = sent;
    this.stage = make(this.ground, { figures, words, colours, ask: (wish) => this.ask?.(wish) });
    this.covers = this.stage.covered.map((part) => {
      const holder = element("div", "lesson__holder");
      part.replaceWith(holder);
      const cover = element("p", "lesson__cover");
      cover.textContent = sent.words.covered;
      holder.append(part, cover);
      return { part, cover };
    });
    const chosen = answers().of(sent.name);
    if (chosen === null || chosen >= sent.options.length) {
      const marked = this.radios.find((radio) => radio.checked); // before the stage was there
      this.#ask();
      if (marked) marked.checked = true;
    } else this.#say(chosen);
    this.stage.told?.(sent.news);
    this.stage.draw();
  }

  /** @param {Sent} sent */
  #drawOptions({ words, question, options }) {
    made += 1;
    this.options.replaceChildren();
    const legend = element("legend", "lesson__asked", this.options);
    element("span", "lesson__guess", legend).textContent = words.guess;
    element("span", "", legend).textContent = ` ${question}`;
    this.radios = options.map((option, place) => {
      const label = element("label", "lesson__option", this.options);
      const input = element("input", "", label);
      Object.assign(input, { type: "radio", name: `lesson-${made}`, value: String(place) });
      element("span", "lesson__words", label).textContent = option;
      element("span", "lesson__mark", label);
      input.onchange = () => write(this.said, "");
      return input;
    });
  }

  /** Asks, as if for the first time. */
  #ask() {
    this.#mark(null);
    for (const radio of this.radios) radio.checked = false;
    this.#cover(true);
    this.said.className = "lesson__said";
    write(this.said, "");
  }

  #answer() {
    const chosen = this.radios.findIndex((radio) => radio.checked);
    if (!this.sent) return;
    if (chosen < 0) return write(this.said, this.sent.words.choose);
    answers().keep(this.sent.name, chosen);
    this.#say(chosen);
    this.stage?.reveal?.();
    this.again.focus(); // what was pressed is gone
  }

  #uncover() {
    this.#cover(false);
    this.stage?.reveal?.();
    const [first] = this.covers;
    /** @type {HTMLElement | null | undefined} */ (first?.part.querySelector("input, button"))?.focus();
  }

  /**
   * Says whether what was chosen is right, why, and shows it.
   * @param {number} chosen
   */
  #say(chosen) {
    const { sent, stage } = this;
    if (!sent || !stage) return;
    this.#mark(chosen);
    this.#cover(false);
    const isRight = chosen === sent.right;
    this.said.className = `lesson__said lesson__said--${isRight ? "right" : "wrong"}`;
    this.said.replaceChildren();
    element("strong", "", this.said).textContent = isRight ? `✓ ${sent.words.right}` : `✗ ${sent.words.wrong}`;
    element("span", "", this.said).textContent = ` ${filled(sent.answer, stage.facts())}`;
  }

  /** @param {number | null} chosen or null as long as nothing is */
  #mark(chosen) {
    if (!this.sent) return;
    const { right, words } = this.sent;
    this.radios.forEach((radio, place) => {
      const state = chosen === null ? "" : place === right ? "right" : place === chosen ? "wrong" : "";
      const label = /** @type {HTMLElement} */ (radio.parentElement);
      label.className = `lesson__option${state && ` lesson__option--${state}`}`;
      radio.checked = place === chosen;
      radio.disabled = chosen !== null;
      const mark = /** @type {HTMLElement} */ (label.lastElementChild);
      write(mark, { right: "✓", wrong: "✗", "": "" }[state]);
      if (state) set(mark, "aria-label", words[`${state}_one`]);
      else mark.removeAttribute("aria-label");
      if (state) set(mark, "role", "img");
      else mark.removeAttribute("role");
    });
    this.check.hidden = chosen !== null;
    this.again.hidden = chosen === null;
  }

  /** @param {boolean} isCovered */
  #cover(isCovered) {
    this.shown.hidden = !isCovered || !this.covers.length;
    for (const { part, cover } of this.covers) {
      part.inert = isCovered;
      part.classList.toggle("lesson__covered", isCovered);
      cover.hidden = !isCovered;
    }
  }

  leave() {
    this.stage?.leave?.();
    this.sizes.disconnect();
  }
}

export const { show, leave } = mounted((parent) => new Screen(parent));
