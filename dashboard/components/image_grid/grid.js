// Images of one byte a pixel on lasting canvases, which change while a model learns.
import { element, set, write } from "../live_chart/dom.js";
import { readTheme } from "../live_chart/theme.js";
import { mounted } from "../mounting/mounted.js";
import { connection } from "../stream/connection.js";
import { Live } from "../stream/live.js";
import { colour, ramp } from "./colours.js";
import { pictureOf, wantsOf } from "./picture.js";

/** @import { Component, Part } from "../mounting/mounted.js" */
/** @import { Caption, Picture, Scale, Sent } from "./types.d.ts" */

const MARKS = { right: "✓ ", wrong: "✗ ", "": "" };

/** @implements {Part<Sent>} */
class Grid {
  /** @param {HTMLElement} parent in which image_grid.js has made the room */
  constructor(parent) {
    this.root = element("div", "image-grid");
    this.root.setAttribute("role", "group");
    this.cells = element("div", "image-grid__cells", this.root);
    this.scale = element("div", "image-grid__scale", this.root);
    this.scale.setAttribute("aria-hidden", "true");
    this.bar = element("div", "image-grid__bar", this.scale);
    this.labels = [0, 1, 2].map(() => element("span", "", this.scale));
    this.note = element("div", "image-grid__note", this.root);
    // Streamlit has put the style sheet there too.
    parent.querySelector(":scope > .image-grid")?.remove();
    parent.append(this.root);
    this.live = new Live(() => this.#follow());
    /** @type {Sent | undefined} */
    this.sent = undefined;
    this.bytes = new Uint8Array();
    /** @type {unknown[]} what of the feed is drawn */
    this.drawn = [];
    /** @type {(index: number) => void} */
    this.open = () => {};
  }

  /**
   * @param {Sent} sent
   * @param {Component<Sent>} component
   */
  show(sent, { setTriggerValue }) {
    if (sent.pixels !== this.sent?.pixels) {
      this.bytes = Uint8Array.from(atob(sent.pixels), (character) => character.charCodeAt(0));
    }
    this.sent = sent;
    this.open = (index) => setTriggerValue("opened", index);
    this.live.listen(sent.live ? [{ id: sent.live.experiment, wants: wantsOf(sent.live) }] : []);
    this.drawn = [];
    this.live.drawNow();
  }

  // Most news of an experiment are none of its weights and readings.
  #follow() {
    if (!this.sent) return;
    const { live } = this.sent;
    const feed = live && connection().feed(live.experiment);
    const learnt = [feed, feed?.weights, feed?.readings];
    if (this.drawn.length && learnt.every((part, index) => part === this.drawn[index])) return;
    this.drawn = learnt;
    this.#draw(this.sent, pictureOf(this.sent, this.bytes, feed));
  }

  /**
   * @param {Sent} sent
   * @param {Picture} picture
   */
  #draw(sent, picture) {
    const theme = readTheme(this.root).name;
    set(this.root, "aria-label", picture.alt);
    for (const [name, value] of Object.entries({
      "--columns": String(sent.columns),
      "--columns-on-phone": String(sent.columns_on_phone),
      "--largest": `${sent.largest}px`,
      "--right": sent.right[theme],
      "--wrong": sent.wrong[theme],
    })) {
      this.root.style.setProperty(name, value);
    }
    const { captions } = picture;
    while (this.cells.children.length > captions.length) this.cells.lastChild?.remove();
    while (this.cells.children.length < captions.length) this.#addCell();
    const colours = ramp(sent.palette[theme]);
    captions.forEach((caption, index) => {
      const cell = this.cells.children[index];
      describe(cell, caption);
      this.#offer(cell, index, caption, picture.open_hint);
      paint(/** @type {HTMLCanvasElement} */ (cell.firstChild), picture, index, colours);
    });
    this.#drawScale(picture.scale, sent.palette[theme]);
    write(this.note, picture.note);
  }

  #addCell() {
    const cell = element("figure", "image-grid__cell", this.cells);
    element("canvas", "", cell).setAttribute("role", "img");
    element("figcaption", "image-grid__caption", cell);
  }

  /**
   * A button over the whole image and its caption, if clicking them opens something.
   * @param {Element} cell
   * @param {number} index
   * @param {Caption} caption
   * @param {string} hint
   */
  #offer(cell, index, { caption, alt }, hint) {
    const known = cell.querySelector("button");
    if (!hint) return known?.remove();
    const button = known ?? element("button", "image-grid__open", cell);
    button.onclick = () => this.open(index);
    set(button, "title", hint);
    set(button, "aria-label", `${alt || caption}. ${hint}`);
  }

  /**
   * @param {Scale | null} scale
   * @param {string[]} colours
   */
  #drawScale(scale, colours) {
    this.scale.hidden = !scale;
    if (!scale) return;
    this.bar.style.background = `linear-gradient(to right, ${colours.join(", ")})`;
    [scale.lowest, scale.zero, scale.highest].forEach((text, index) => write(this.labels[index], text));
  }

  leave() {
    this.live.leave();
  }
}

/**
 * @param {Element} cell
 * @param {Caption} data
 */
function describe(cell, { caption, verdict, alt, left_out }) {
  cell.classList.toggle("image-grid__cell--left-out", left_out);
  const [image, text] = cell.children;
  set(cell, "data-verdict", verdict);
  write(text, MARKS[verdict] + caption);
  set(text, "title", isLong(caption) ? caption : "");
  set(image, "aria-label", alt || caption);
}

/**
 * Whether words may be cut off below an image.
 * @param {string} caption
 */
function isLong(caption) {
  return caption.length > 8;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} picture
 * @param {number} index
 * @param {Uint32Array} colours
 */
function paint(canvas, picture, index, colours) {
  const { width, height } = picture;
  // Setting a canvas's size empties it, which would be seen as a flash.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const image = new ImageData(width, height);
  colour(new Uint32Array(image.data.buffer), picture, index, colours);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

export const { show, leave } = mounted((parent) => new Grid(parent));
