// Has the page run again once an experiment that it shows stands another way, and says so where nothing comes any more.
import { mounted } from "../mounting/mounted.js";
import { connection } from "./connection.js";

/** @import { Component, Part } from "../mounting/mounted.js" */
/** @import { Feed } from "./feed.js" */

/**
 * What a page shows: of each experiment how it stood when the page was drawn, as far as the page is another one for it.
 * @typedef {object} Watching
 * @property {string} script
 * @property {{ id: number, shown: Record<string, unknown> }[]} experiments
 * @property {boolean} on_return whether the page is to run again when somebody comes back to its tab
 * @property {{ cut: string, reload: string }} words
 */

const AGAIN = 1500; // milliseconds after which a page that still shows what is not so any more is asked to run once more

/**
 * Whether an experiment stands another way than the page shows it. What the stream does not know yet stands as shown.
 * @param {Pick<Feed, "state" | "isGone" | "isTroubled">} feed
 * @param {Record<string, unknown>} shown
 */
export function isOutdated({ state, isGone, isTroubled }, shown) {
  if (isGone || isTroubled) return true;
  return state !== null && Object.entries(shown).some(([name, value]) => state.shown[name] !== value);
}

/** @implements {Part<Watching>} */
class Watch {
  /** @type {(() => void)[]} */
  #leaving = [];
  #asked = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent;
    document.addEventListener("visibilitychange", this.#returned);
  }

  #returned = () => {
    if (this.watching?.on_return && document.visibilityState === "visible") this.change?.();
  };

  /**
   * @param {Watching} watching
   * @param {Component<Watching>} component
   */
  show(watching, { setTriggerValue }) {
    const before = this.#leaving;
    this.change = () => setTriggerValue("changed", true); // has the page run again
    this.watching = watching;
    clearTimeout(this.#again);
    const stream = connection();
    this.#leaving = [
      ...watching.experiments.map(({ id }) => stream.listen(id, () => this.#compare())),
      stream.worry((isLate) => this.#say(isLate)),
    ];
    // Not before the new ones listen: the server would be told to stop and to begin again.
    for (const leave of before) leave();
    this.#compare();
    this.#say(stream.isLate);
  }

  #compare() {
    if (!this.watching) return;
    const outdated = this.watching.experiments.filter(({ id, shown }) => isOutdated(connection().feed(id), shown));
    // Once for one change: the page is on its way. Should it come back as it was, because it looked a moment too early,
    // it is asked once more, later.
    const wanted = JSON.stringify(outdated.map(({ id, shown }) => [id, shown, connection().feed(id).state?.shown]));
    if (!outdated.length || wanted === this.#asked) return;
    this.#asked = wanted;
    this.change?.();
    this.#again = setTimeout(() => {
      this.#asked = "";
      this.#compare();
    }, AGAIN);
  }

  /** @param {boolean} isLate */
  #say(isLate) {
    this.parent.querySelector(".stream-cut")?.remove();
    if (!isLate || !this.watching) return;
    const { cut, reload } = this.watching.words;
    const said = document.createElement("div");
    said.className = "stream-cut";
    said.setAttribute("role", "alert");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = reload;
    button.onclick = () => location.reload();
    said.append(cut, button);
    this.parent.append(said);
  }

  leave() {
    document.removeEventListener("visibilitychange", this.#returned);
    clearTimeout(this.#again);
    for (const leave of this.#leaving) leave();
    this.#leaving = [];
  }
}

export const { show, leave } = mounted((parent) => new Watch(parent));
