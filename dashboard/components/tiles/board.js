// The tiles and the progress bar, in lasting elements, filled from an experiment's feed.
import { element, set, write } from "../live_chart/dom.js";
import { mounted } from "../mounting/mounted.js";
import { connection } from "../stream/connection.js";
import { Live } from "../stream/live.js";
import { filled } from "../text/formats.js";
import { inWords, measures, progress } from "./measures.js";

/** @import { Part } from "../mounting/mounted.js" */
/** @import { Units } from "../text/formats.js" */
/** @import { Training } from "./measures.js" */

const PATIENCE = 500; // milliseconds for which the figures of before stand until those of another experiment come

/** @typedef {{ label: string, value: string, detail: string, unit: string }} Tile */

/**
 * What dashboard/components/tiles/__init__.py sends.
 * @typedef {object} Sent
 * @property {string} script
 * @property {Tile[]} tiles
 * @property {Training | null} training null where nothing is filled in, and no progress shown
 * @property {string} progress_label
 * @property {Units} units
 */

/**
 * The numbers of its experiments, none as long as they are not filed.
 * @param {Sent} sent
 */
function experimentsOf({ training }) {
  return training?.courses.flatMap(({ experiment }) => experiment ?? []) ?? [];
}

/** @implements {Part<Sent>} */
class Board {
  /** @param {HTMLElement} parent in which tiles.js has made the room */
  constructor(parent) {
    const root = element("div", "tiles");
    this.row = element("dl", "tiles__row", root);
    this.progress = element("div", "tiles__progress", root);
    set(this.progress, "role", "progressbar");
    set(this.progress, "aria-valuemin", 0);
    set(this.progress, "aria-valuemax", 100);
    this.bar = element("div", "tiles__bar", this.progress);
    // Streamlit has put the style sheet there too.
    parent.querySelector(":scope > .tiles")?.remove();
    parent.append(root);
    this.live = new Live(() => this.#draw());
    /** @type {Sent | undefined} */
    this.sent = undefined;
    /** @type {Record<string, unknown>} */
    this.measured = {};
    this.isPatient = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  /** @param {Sent} sent */
  show(sent) {
    const numbers = experimentsOf(sent);
    if (this.sent && String(numbers) !== String(experimentsOf(this.sent))) this.#wait();
    this.sent = sent;
    while (this.row.children.length > sent.tiles.length) this.row.lastChild?.remove();
    while (this.row.children.length < sent.tiles.length) this.#addTile();
    this.progress.hidden = !sent.training;
    set(this.progress, "aria-label", sent.progress_label);
    this.live.listen(numbers.map((id) => ({ id })));
    this.live.drawNow();
  }

  // Dashes for a moment, between the figures of one experiment and those of the next, would be a blink.
  #wait() {
    this.isPatient = true;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.isPatient = false;
      this.live.drawNow();
    }, PATIENCE);
  }

  #draw() {
    if (!this.sent) return;
    const { tiles, training, units } = this.sent;
    const feeds = experimentsOf(this.sent).map((number) => connection().feed(number));
    const isWaiting = this.isPatient && feeds.some((feed) => !feed.state);
    if (!isWaiting) this.measured = training ? measures(training, feeds) : {};
    const words = training ? inWords(this.measured, units) : {};
    tiles.forEach(({ label, value, unit, detail }, index) => {
      const [labelNode, valueNode, detailNode] = this.row.children[index].children;
      const [number, unitNode] = valueNode.children;
      write(labelNode, label);
      write(number, filled(value, words));
      write(unitNode, unit && ` ${unit}`);
      write(detailNode, filled(detail, words));
    });
    const percent = training ? 100 * progress(training, this.measured) : 0;
    set(this.progress, "aria-valuenow", Math.round(percent));
    this.bar.style.width = `${percent}%`;
  }

  #addTile() {
    const tile = element("div", "tiles__tile", this.row);
    element("dt", "tiles__label", tile);
    const value = element("dd", "tiles__value", tile);
    element("span", "", value);
    element("span", "tiles__unit", value);
    element("dd", "tiles__detail", tile);
  }

  leave() {
    clearTimeout(this.waiting);
    this.live.leave();
  }
}

export const { show, leave } = mounted((parent) => new Board(parent));
