// What a visitor has answered, kept by their browser: it outlives a reload and a restart of the server, and is nobody
// else's. Lists of what is done follow it, also when another tab answers.

const KEY = "softmax-lab:answers";

/** What is asked of `localStorage`. @typedef {Pick<Storage, "getItem" | "setItem">} Kept */

export class Answers {
  /** @type {Set<() => void>} */
  #heeding = new Set();
  /** @type {Record<string, number>} where the browser keeps nothing, as long as the page lives */
  #known = {};

  /** @param {Kept} kept */
  constructor(kept) {
    this.kept = kept;
  }

  /**
   * Which option was chosen last in the lesson of this name, or null before the first answer.
   * @param {string} name
   */
  of(name) {
    return this.#all()[name] ?? null;
  }

  /**
   * @param {string} name
   * @param {number} chosen
   */
  keep(name, chosen) {
    this.#known = { ...this.#all(), [name]: chosen };
    try {
      this.kept.setItem(KEY, JSON.stringify(this.#known));
    } catch {
      // A browser may be told to keep nothing.
    }
    this.tell();
  }

  /**
   * Calls `heed` after every answer; returns what ends that.
   * @param {() => void} heed
   */
  heed(heed) {
    this.#heeding.add(heed);
    return () => void this.#heeding.delete(heed);
  }

  tell() {
    for (const heed of this.#heeding) heed();
  }

  /** @returns {Record<string, number>} */
  #all() {
    try {
      const found = JSON.parse(this.kept.getItem(KEY) ?? "{}");
      // Whatever else has written there.
      const sound = Object.entries(found ?? {}).filter(([, chosen]) => Number.isInteger(chosen));
      return { ...this.#known, ...Object.fromEntries(sound) };
    } catch {
      return this.#known;
    }
  }
}

/** @type {Answers | undefined} */
let ours;

/** Those of this browser. */
export function answers() {
  if (!ours) {
    // Asked at every turn, for to ask may already be forbidden.
    const asked = new Answers({
      getItem: (key) => localStorage.getItem(key),
      setItem: (key, value) => localStorage.setItem(key, value),
    });
    addEventListener("storage", ({ key }) => (key === KEY || key === null) && asked.tell());
    ours = asked;
  }
  return ours;
}
