// Bars in a lasting element: drawn anew when their data, their room or the theme change, all of it well within a frame.
import { element, set, write } from "../live_chart/dom.js";
import { readTheme, rootSize } from "../live_chart/theme.js";
import { mounted } from "../mounting/mounted.js";
import { picture } from "./picture.js";

/** @import { Part } from "../mounting/mounted.js" */
/** @import { Sent } from "./types.d.ts" */

const LEAST = { width: 900, height: 380 }; // a picture of a phone's chart would be too small to show anybody

/** @implements {Part<Sent>} */
class Bars {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "bars", parent);
    this.head = element("div", "bars__head", this.root);
    this.title = element("div", "bars__title", this.head);
    this.png = element("button", "chart-tool", this.head);
    this.svg = element("button", "chart-tool", this.head);
    this.plot = element("div", "bars__plot", this.root);
    this.png.textContent = "PNG";
    this.svg.textContent = "SVG";
    this.png.onclick = () => this.#download("png");
    this.svg.onclick = () => this.#download("svg");
    this.sizes = new ResizeObserver(() => this.#draw());
    this.sizes.observe(this.plot);
    /** @type {Sent | undefined} */
    this.sent = undefined;
    this.drawn = "";
  }

  /** @param {Sent} sent */
  show(sent) {
    this.sent = sent;
    set(this.plot, "role", "img");
    set(this.plot, "aria-label", sent.alt);
    this.head.hidden = !sent.title;
    write(this.title, sent.title);
    for (const format of /** @type {const} */ (["png", "svg"])) {
      set(this[format], "title", sent.labels[format]);
      set(this[format], "aria-label", sent.labels[format]);
    }
    this.#draw();
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (!this.sent || !width || !height) return;
    const now = picture(this.sent, { width, height }, readTheme(this.root));
    if (now !== this.drawn) this.plot.innerHTML = this.drawn = now;
  }

  /** @param {"png" | "svg"} format */
  async #download(format) {
    if (!this.sent) return;
    const width = Math.max(this.plot.clientWidth, LEAST.width);
    const height = Math.max(this.plot.clientHeight, LEAST.height) * (rootSize() / 16);
    const drawing = picture(this.sent, { width, height }, readTheme(this.root), this.sent.title);
    const svg = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
    const link = document.createElement("a");
    link.href = format === "svg" ? svg : await asPng(svg, width, height);
    link.download = `${this.sent.key}.${format}`;
    link.click();
  }

  leave() {
    this.sizes.disconnect();
  }
}

/**
 * @param {string} svg its address
 * @param {number} width
 * @param {number} height
 */
async function asPng(svg, width, height) {
  const image = new Image();
  image.src = svg;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

export const { show, leave } = mounted((parent) => new Bars(parent));
