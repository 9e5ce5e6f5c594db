// The frame around the canvas one draws on, which is another component's, in a shadow root; see __init__.py beside this.
// It gives the canvas its size and colours, and draws on it with the keyboard as a mouse would.

/** @typedef {{ generation: number, empty: boolean, paper: { light: string, dark: string }, label: string, hint: string }} Data */

/** @type {WeakMap<HTMLElement, Frame>} */
const frames = new WeakMap();
/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// For inside the shadow root. Fabric finds its pointer from boxes on screen, so that it can be stretched. The canvas is
// white on nothing; on light paper, white becomes nearly black. Its own buttons are not reached by Tab either.
const STYLES = `
  .dc-root { position: absolute; inset: 0; max-width: none; }
  .dc-root, .dc-scroll, .dc-container, .canvas-container, canvas { width: 100% !important; height: 100% !important; }
  .dc-scroll { overflow: hidden !important; border-radius: 0.5rem; }
  .canvas-container { filter: var(--ink); }
  .dc-canvas { outline: none; }
  .dc-toolbar { display: none !important; }
`;

/** The button that the canvas names so; it is not seen. */
const SEND = "[title='Update the app with this drawing']";

/** @param {{ parentElement: HTMLElement, data: [Data] }} component */
export default function ({ parentElement, data: [data] }) {
  let frame = frames.get(parentElement);
  if (!frame) frames.set(parentElement, (frame = new Frame(parentElement)));
  frame.update(data);
}

class Frame {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.box = /** @type {HTMLElement} */ (parent.closest(".st-key-canvas"));
    this.root = element("div", "canvas-frame", parent);
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "application");
    this.hint = element("p", "canvas-frame__hint", this.root);
    this.hint.setAttribute("aria-hidden", "true");
    this.pen = element("div", "canvas-frame__pen", this.root);
    this.pen.hidden = true;
    this.isDown = false;
    this.isTouched = false;
    /** @type {number | undefined} */
    this.generation = undefined;
    /** @type {[number, number] | null} the pen, in shares of the canvas */
    this.place = null;
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("blur", () => this.rest());
    this.box.addEventListener("pointerdown", () => this.touch());
    // The canvas listens to these and not to the pointer's, and so it must have heard them before this does.
    for (const [down, up] of [
      ["mousedown", "mouseup"],
      ["touchstart", "touchend"],
    ]) {
      this.box.addEventListener(down, (event) => {
        // No other button of a mouse draws.
        if (!(/** @type {MouseEvent} */ (event).button)) window.addEventListener(up, this.#sendSoon, { once: true });
      });
    }
    this.styles = new CSSStyleSheet();
    this.styles.replaceSync(STYLES);
    // Every cleared or undone canvas is a new one.
    new MutationObserver(() => this.dress()).observe(this.box, { childList: true, subtree: true });
    this.dress();
  }

  /** @param {Data} data */
  update(data) {
    const theme = getComputedStyle(this.root).colorScheme === "dark" ? "dark" : "light";
    this.box.style.setProperty("--paper", data.paper[theme]);
    this.box.style.setProperty("--ink", theme === "dark" ? "none" : "brightness(0.08)");
    if (this.generation !== data.generation) {
      this.isTouched = this.isDown = false;
      this.generation = data.generation;
    }
    this.hint.hidden = this.isTouched || !data.empty;
    this.hint.textContent = data.hint;
    this.root.setAttribute("aria-label", data.label);
  }

  get host() {
    return this.box.querySelector("[data-testid=stBidiComponentIsolated]");
  }

  dress() {
    const { host } = this;
    if (!host) return;
    // Streamlit gives it its shadow root a moment after it is on the page.
    if (!host.shadowRoot) requestAnimationFrame(() => this.dress());
    else host.shadowRoot.adoptedStyleSheets = [this.styles];
  }

  // The hint goes at once, not when the server has heard of the stroke.
  touch() {
    this.isTouched = this.hint.hidden = true;
  }

  // The canvas waits 200 ms after a stroke for another one before it tells the server, and no parameter makes it shorter.
  // Its Send button tells at once, and calls the waiting off, so that nothing is told twice. Should there be no such
  // button some day, the canvas still tells by itself. In a microtask, for in one the canvas notes the stroke.
  #sendSoon = () => {
    queueMicrotask(() => {
      /** @type {HTMLElement | null | undefined} */
      const button = this.host?.shadowRoot?.querySelector(SEND);
      button?.click();
    });
  };

  /**
   * Arrows move the pen, Space puts it down and lifts it.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const towards = KEYS[event.key];
    if (!towards && event.key !== " ") return;
    event.preventDefault();
    const [x, y] = this.place ?? [0.5, 0.5];
    this.place = [x, y];
    if (towards) {
      const far = event.shiftKey ? 0.01 : 0.05;
      this.place = [within(x + towards[0] * far), within(y + towards[1] * far)];
      if (this.isDown) this.send("mousemove");
    } else {
      this.isDown = !this.isDown;
      this.send(this.isDown ? "mousedown" : "mouseup");
    }
    this.touch();
    this.pen.hidden = false;
    this.pen.style.left = `${100 * this.place[0]}%`;
    this.pen.style.top = `${100 * this.place[1]}%`;
  }

  rest() {
    if (this.isDown) this.send("mouseup");
    this.isDown = false;
    this.place = null;
    this.pen.hidden = true;
  }

  /** @param {"mousedown" | "mousemove" | "mouseup"} name */
  send(name) {
    const canvas = this.host?.shadowRoot?.querySelector(".upper-canvas");
    if (!canvas || !this.place) return;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const [x, y] = this.place;
    const where = { clientX: left + x * width, clientY: top + y * height };
    canvas.dispatchEvent(new MouseEvent(name, { bubbles: true, composed: true, view: window, ...where }));
  }
}

/** @param {number} share */
function within(share) {
  return Math.min(Math.max(share, 0), 1);
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
