// Images of one byte a pixel on lasting canvases. Streamlit calls the exported function with every new set of data
// and whenever its theme changes; the data are described in dashboard/components/image_grid/__init__.py.

/** @typedef {import("../live_chart/types.d.ts").Both} Both */
/** @typedef {{ caption: string, verdict: "" | "right" | "wrong", alt: string, left_out: boolean }} Caption */
/** @typedef {{ lowest: string, zero: string, highest: string }} Scale */

/**
 * @typedef {object} Data
 * @property {string} pixels
 * @property {boolean} signed
 * @property {number} width
 * @property {number} height
 * @property {{ light: string[], dark: string[] }} palette
 * @property {Both} right
 * @property {Both} wrong
 * @property {Caption[]} captions
 * @property {string} alt
 * @property {number} columns
 * @property {number} columns_on_phone
 * @property {number} largest
 * @property {Scale | null} scale
 * @property {string} open_hint
 */

/** @type {WeakMap<HTMLElement, Grid>} */
const grids = new WeakMap();
const MARKS = { right: "✓ ", wrong: "✗ ", "": "" };

/**
 * @param {object} component
 * @param {HTMLElement} component.parentElement
 * @param {[Data]} component.data
 * @param {(name: string, value: unknown) => void} component.setTriggerValue
 */
export default function ({ parentElement, data: [data], setTriggerValue }) {
  let grid = grids.get(parentElement);
  if (!grid) grids.set(parentElement, (grid = new Grid(parentElement)));
  grid.open = (index) => setTriggerValue("opened", index);
  grid.draw(data);
}

class Grid {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "image-grid", parent);
    this.root.setAttribute("role", "group");
    this.cells = element("div", "image-grid__cells", this.root);
    this.scale = element("div", "image-grid__scale", this.root);
    this.scale.setAttribute("aria-hidden", "true");
    this.bar = element("div", "image-grid__bar", this.scale);
    this.labels = [0, 1, 2].map(() => element("span", "", this.scale));
    /** @type {(index: number) => void} */
    this.open = () => {};
  }

  /** @param {Data} data */
  draw(data) {
    const theme = isLight(this.root) ? "light" : "dark";
    set(this.root, "aria-label", data.alt);
    for (const [name, value] of Object.entries({
      "--columns": String(data.columns),
      "--columns-on-phone": String(data.columns_on_phone),
      "--largest": `${data.largest}px`,
      "--right": data.right[theme],
      "--wrong": data.wrong[theme],
    })) {
      this.root.style.setProperty(name, value);
    }
    while (this.cells.children.length > data.captions.length) this.cells.lastChild?.remove();
    while (this.cells.children.length < data.captions.length) this.addCell();
    data.captions.forEach((caption, index) => {
      describe(this.cells.children[index], caption);
      this.offer(this.cells.children[index], index, caption, data.open_hint);
    });
    this.paint(data, theme);
    this.drawScale(data, theme);
  }

  addCell() {
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
  offer(cell, index, { caption, alt }, hint) {
    const known = cell.querySelector("button");
    if (!hint) return known?.remove();
    const button = known ?? element("button", "image-grid__open", cell);
    button.type = "button";
    button.onclick = () => this.open(index);
    set(button, "title", hint);
    set(button, "aria-label", `${alt || caption}. ${hint}`);
  }

  /**
   * @param {Data} data
   * @param {"light" | "dark"} theme
   */
  paint({ pixels, signed, width, height, palette }, theme) {
    const bytes = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
    const colours = ramp(palette[theme]);
    const size = width * height;
    [...this.cells.children].forEach((cell, index) => {
      const canvas = /** @type {HTMLCanvasElement} */ (cell.firstChild);
      // Setting a canvas's size empties it, which would be seen as a flash.
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      const image = new ImageData(width, height);
      const target = new Uint32Array(image.data.buffer);
      for (let i = 0; i < size; i++) {
        const byte = bytes[index * size + i];
        // A signed byte -127...127 takes the places 0...254, its zero exactly the middle colour.
        target[i] = signed ? colours[Math.min(254, Math.max(0, ((byte << 24) >> 24) + 127))] : colours[byte];
      }
      canvas.getContext("2d")?.putImageData(image, 0, 0);
    });
  }

  /**
   * @param {Data} data
   * @param {"light" | "dark"} theme
   */
  drawScale({ scale, palette }, theme) {
    this.scale.hidden = !scale;
    if (!scale) return;
    this.bar.style.background = `linear-gradient(to right, ${palette[theme].join(", ")})`;
    [scale.lowest, scale.zero, scale.highest].forEach((text, index) => write(this.labels[index], text));
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
  set(image, "aria-label", alt || caption);
}

/**
 * The colours for 0...255 as the 32-bit words that canvases are made of. The middle colour stands at 127.
 * @param {string[]} anchors
 */
function ramp(anchors) {
  const rgb = anchors.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  const last = anchors.length - 1;
  const words = new Uint32Array(256);
  for (let value = 0; value < 256; value++) {
    const place = Math.min((value / (last === 1 ? 255 : 254)) * last, last);
    const left = Math.min(Math.floor(place), last - 1);
    const [r, g, b] = rgb[left].map((channel, i) => Math.round(channel + (place - left) * (rgb[left + 1][i] - channel)));
    words[value] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return words;
}

/** @param {Element} node */
function isLight(node) {
  const [r, g, b] = (getComputedStyle(node).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b > 128;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Element} parent
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

/**
 * @param {Element} node
 * @param {string} attribute
 * @param {string} value
 */
function set(node, attribute, value) {
  if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
}

/**
 * @param {Element} node
 * @param {string} text
 */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
