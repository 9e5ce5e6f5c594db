// A picture with the box that says what of it is read; the page hears of a box once it is let go.
import { element, set } from "../live_chart/dom.js";
import { mounted } from "../mounting/mounted.js";
import { dragged, stepped } from "./boxes.js";

/** @import { Component, Part } from "../mounting/mounted.js" */
/** @import { Box, Grip, Sent } from "./types.d.ts" */

/** @type {Grip[]} */
const CORNERS = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 1 },
  { x: 1, y: 1 },
];

const PAUSE = 250; // ms without a key

/** @implements {Part<Sent>} */
class Picture {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "picture-box", parent);
    this.image = element("img", "picture-box__picture", this.root);
    this.image.draggable = false;
    this.others = element("div", "picture-box__others", this.root);
    this.frame = element("button", "picture-box__box", this.root);
    for (const { x, y } of CORNERS) {
      const grip = element("span", "picture-box__grip", this.frame);
      grip.style.cssText = `${x < 0 ? "left" : "right"}: 0; ${y < 0 ? "top" : "bottom"}: 0`;
      Object.assign(grip.dataset, { x, y });
    }
    /** @type {Box} */
    this.box = [0, 0, 1, 1];
    /** @type {Box} what the page knows */
    this.told = this.box;
    /** @type {(box: Box) => void} */
    this.tell = () => {};
    this.isHeld = false;
    this.known = ""; // the picture on which the box has been moved here
    this.pause = 0;
    this.frame.onpointerdown = (event) => this.#hold(event);
    this.frame.onkeydown = (event) => {
      const next = stepped(this.box, event.key, event.shiftKey);
      if (!next) return;
      event.preventDefault();
      this.#put(next);
      // A box on its way over the picture need not be read at every step.
      clearTimeout(this.pause);
      this.isHeld = true;
      this.pause = setTimeout(() => this.#release(), PAUSE);
    };
  }

  /**
   * @param {Sent} sent
   * @param {Component<Sent>} component
   */
  show(sent, { setTriggerValue }) {
    this.tell = (box) => setTriggerValue("moved", box);
    set(this.image, "src", sent.picture);
    set(this.image, "alt", sent.alt);
    set(this.frame, "aria-label", sent.label);
    set(this.frame, "title", sent.label);
    this.others.replaceChildren();
    for (const box of sent.others) {
      const other = element("button", "picture-box__other", this.others);
      place(other, box);
      set(other, "aria-label", sent.other);
      set(other, "title", sent.other);
      other.onclick = () => {
        this.#put(box);
        this.#release();
      };
    }
    // The page is behind where the box has been moved since: what it tells of may be the place before the last.
    if (this.isHeld || this.known === sent.picture) return;
    this.known = "";
    this.told = sent.box;
    this.#put(sent.box);
  }

  /** @param {PointerEvent} event */
  #hold(event) {
    if (event.button) return;
    const { width, height } = this.root.getBoundingClientRect();
    const { x = "0", y = "0" } = /** @type {HTMLElement} */ (event.target).dataset;
    const grip = /** @type {Grip} */ ({ x: Number(x), y: Number(y) });
    const start = this.box;
    this.isHeld = true;
    this.frame.setPointerCapture(event.pointerId);
    this.frame.onpointermove = (to) =>
      this.#put(dragged(start, grip, (to.clientX - event.clientX) / width, (to.clientY - event.clientY) / height));
    this.frame.onpointerup = this.frame.onpointercancel = () => {
      this.frame.onpointermove = null;
      this.#release();
    };
  }

  /** @param {Box} box */
  #put(box) {
    this.box = box;
    place(this.frame, box);
  }

  #release() {
    this.isHeld = false;
    if (String(this.box) === String(this.told)) return;
    this.told = this.box;
    this.known = this.image.src;
    this.tell(this.box);
  }

  leave() {
    clearTimeout(this.pause);
  }
}

/**
 * @param {HTMLElement} frame
 * @param {Box} box
 */
function place(frame, [left, top, right, bottom]) {
  const percent = (/** @type {number} */ share) => `${100 * share}%`;
  Object.assign(frame.style, {
    left: percent(left),
    top: percent(top),
    width: percent(right - left),
    height: percent(bottom - top),
  });
}

export const { show, leave } = mounted((parent) => new Picture(parent));
