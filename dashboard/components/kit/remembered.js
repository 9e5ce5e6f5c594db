// One thing that a visitor's own browser keeps: it outlives a reload and a restart of the server, and is nobody else's.

/** What is asked of `localStorage`. @typedef {Pick<Storage, "getItem" | "setItem">} Kept */

/** @template Value */
export class Remembered {
  /** @type {Value | null} where the browser keeps nothing, as long as the page lives */
  #known = null;

  /**
   * @param {string} name
   * @param {(found: any) => Value | null} read makes a value of what is kept, or null of whatever else has written there
   * @param {Kept} kept
   */
  constructor(name, read, kept = browserStorage) {
    this.key = `softmax-lab:${name}`;
    this.read = read;
    this.kept = kept;
  }

  /** @returns {Value | null} null before anything was put */
  get() {
    try {
      return this.read(JSON.parse(this.kept.getItem(this.key) ?? "null")) ?? this.#known;
    } catch {
      return this.#known;
    }
  }

  /** @param {Value} value */
  put(value) {
    this.#known = value;
    try {
      this.kept.setItem(this.key, JSON.stringify(value));
    } catch {
      // A browser may be told to keep nothing.
    }
  }
}

// Asked at every turn, for to ask may already be forbidden.
const browserStorage = {
  getItem: (/** @type {string} */ key) => localStorage.getItem(key),
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => localStorage.setItem(key, value),
};
