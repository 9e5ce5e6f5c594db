// The list of steps: links, so that they can be opened anywhere; a click shows the step without loading the page anew.
import { answers } from "../lesson/answers.js";
import { element, set, write } from "../live_chart/dom.js";
import { mounted } from "../mounting/mounted.js";

/** @import { Component, Part } from "../mounting/mounted.js" */

/**
 * What dashboard/components/contents/__init__.py sends.
 * @typedef {object} Sent
 * @property {string} script
 * @property {{ number: number, name: string, words: string, href: string, mark: string }[]} entries
 * @property {number} current
 * @property {boolean} is_open whether nobody has said yet which step is to be shown
 * @property {{ list: string, done: string }} words
 */

/** @implements {Part<Sent>} */
class List {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("nav", "contents", parent);
    this.list = element("ol", "contents__list", this.root);
    /** @type {Sent | undefined} */
    this.sent = undefined;
    this.forget = answers().heed(() => this.#draw());
  }

  /**
   * @param {Sent} sent
   * @param {Component<Sent>} component
   */
  show(sent, { setTriggerValue }) {
    // Another step is read from its beginning.
    if (this.sent && this.sent.current !== sent.current) {
      document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
    }
    const isNew = !this.sent;
    this.sent = sent;
    this.go = (/** @type {number} */ number) => setTriggerValue("step", { number });
    this.#draw();
    const first = firstOpen(sent.entries, (name) => answers().of(name) !== null);
    if (isNew && sent.is_open && first !== sent.current) setTriggerValue("step", { number: first, first: true });
  }

  #draw() {
    if (!this.sent) return;
    const { entries, current, words } = this.sent;
    set(this.root, "aria-label", words.list);
    while (this.list.children.length > entries.length) this.list.lastElementChild?.remove();
    while (this.list.children.length < entries.length) {
      const link = element("a", "contents__link", element("li", "contents__item", this.list));
      for (const part of ["number", "words", "done"]) element("span", `contents__${part}`, link);
    }
    entries.forEach((entry, place) => {
      const link = /** @type {HTMLAnchorElement} */ (this.list.children[place].firstElementChild);
      const [number, label, done] = link.children;
      const isDone = answers().of(entry.name) !== null;
      set(link, "href", entry.href);
      set(link, "title", `${entry.mark} ${entry.words}`);
      if (entry.number === current) set(link, "aria-current", "step");
      else link.removeAttribute("aria-current");
      link.classList.toggle("contents__link--done", isDone);
      write(number, entry.mark);
      write(label, entry.words);
      write(done, isDone ? `✓ ${words.done}` : "");
      link.onclick = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a tab or window of its own
        event.preventDefault();
        this.go?.(entry.number);
      };
    });
  }

  leave() {
    this.forget();
  }
}

/**
 * The number of the first step that is not done; of the first one when all are.
 * @param {{ number: number, name: string }[]} entries at least one
 * @param {(name: string) => boolean} isDone
 */
export function firstOpen(entries, isDone) {
  return (entries.find(({ name }) => !isDone(name)) ?? entries[0]).number;
}

export const { show, leave } = mounted((parent) => new List(parent));
