// Charts are drawn in turns: as many in a frame as there is time for, one at least. Between two frames the browser has
// time for what the user does, however many charts there are and however long each takes.

const TIME = 8; // milliseconds of a frame

/** @typedef {{ draw: () => void }} Drawer */

export class Turns {
  /** @type {Set<Drawer>} who wants to be drawn, the longest waiting first */
  #waiting = new Set();
  #isAsked = false;

  /**
   * @param {(frame: () => void) => void} nextFrame
   * @param {() => number} now in milliseconds
   */
  constructor(nextFrame = (frame) => requestAnimationFrame(frame), now = () => performance.now()) {
    this.nextFrame = nextFrame;
    this.now = now;
  }

  /** @param {Drawer} drawer */
  ask(drawer) {
    this.#waiting.add(drawer);
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.nextFrame(this.#frame);
  }

  /** @param {Drawer} drawer */
  leave(drawer) {
    this.#waiting.delete(drawer);
  }

  #frame = () => {
    this.#isAsked = false;
    const begun = this.now();
    for (const drawer of [...this.#waiting]) {
      this.#waiting.delete(drawer);
      drawer.draw();
      if (this.now() - begun > TIME) break;
    }
    for (const drawer of this.#waiting) this.ask(drawer);
  };
}
