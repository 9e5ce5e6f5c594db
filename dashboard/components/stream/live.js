// Draws what feeds bring: when there is something new, but at most once an animation frame, and not while nobody looks.
import { connection } from "./connection.js";

/** @import { Wants } from "./types.d.ts" */

/** @typedef {{ id: number, wants?: Wants }} Watched an experiment, and what is wanted of it */

export class Live {
  /** @type {Map<string, () => void>} */
  #leaving = new Map();
  /** @type {number | undefined} */
  #frame;
  #drawnAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;

  /**
   * @param {() => void} draw
   * @param {number} [pause] milliseconds between two drawings at the least, for what would be too restless to read
   */
  constructor(draw, pause = 0) {
    this.draw = draw;
    this.pause = pause;
  }

  /**
   * Listens to these experiments from now on, and to no others.
   * @param {Watched[]} watched
   */
  listen(watched) {
    const before = this.#leaving;
    this.#leaving = new Map();
    for (const { id, wants } of watched) {
      const name = JSON.stringify([id, wants]);
      const leave = before.get(name) ?? connection().listen(id, () => this.#schedule(), wants);
      before.delete(name);
      this.#leaving.set(name, leave);
    }
    // Not before the new ones listen: the server would be told to stop and to begin again.
    for (const leave of before.values()) leave();
  }

  // Draws at once, for instance because the page says something else.
  drawNow() {
    this.#cancel();
    this.#drawnAt = performance.now();
    this.draw();
  }

  #schedule() {
    if (this.#frame !== undefined || this.#later !== undefined) return;
    const wait = this.#drawnAt + this.pause - performance.now();
    if (wait > 0) {
      this.#later = setTimeout(() => {
        this.#later = undefined;
        this.#schedule();
      }, wait);
      return;
    }
    this.#frame = requestAnimationFrame(() => this.drawNow());
  }

  #cancel() {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#later);
    this.#frame = this.#later = undefined;
  }

  leave() {
    this.#cancel();
    this.listen([]);
  }
}
