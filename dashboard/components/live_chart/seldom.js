// Does something at most once in a while, and once more at the end for what came meanwhile.

export class Seldom {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  #last = -Infinity;

  /**
   * @param {number} pause in milliseconds
   * @param {() => void} work
   */
  constructor(pause, work) {
    this.pause = pause;
    this.work = work;
  }

  /** Now, if that was not done a moment ago; else as soon as the pause is over. */
  ask() {
    const wait = this.#last + this.pause - performance.now();
    if (wait <= 0) this.now();
    else this.#waiting ??= setTimeout(() => this.now(), wait);
  }

  now() {
    this.leave();
    this.#last = performance.now();
    this.work();
  }

  leave() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }
}
