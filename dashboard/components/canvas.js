// The board one draws on; see dashboard/components/canvas.py. Strokes live here while the page is open: the server is
// told of them after every stroke, and replaces them only with those of a new generation (undone, cleared).

const boards = new WeakMap();
const NEAREST = 1; // Board units; points closer than that add nothing.
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export default function ({ parentElement, data: [data], setStateValue }) {
  let board = boards.get(parentElement);
  if (!board) boards.set(parentElement, (board = new Board(parentElement)));
  board.send = (drawing) => setStateValue("drawing", drawing);
  board.update(data);
}

class Board {
  constructor(parent) {
    this.root = element("div", "board", parent);
    this.hint = element("p", "board__hint", this.root);
    this.hint.setAttribute("aria-hidden", "true");
    this.canvas = element("canvas", "board__canvas", this.root);
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.stroke = null;
    this.pointer = null;
    this.pen = null; // Where the keyboard's pen is, once it has moved.
    const on = (name, handler) => this.canvas.addEventListener(name, handler);
    on("pointerdown", (event) => this.start(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.end(event));
    on("pointercancel", (event) => this.end(event));
    on("keydown", (event) => this.key(event));
    on("blur", () => this.rest());
    new ResizeObserver(() => this.paint()).observe(this.canvas);
  }

  update(data) {
    const isNew = this.data?.generation !== data.generation;
    this.data = data;
    if (isNew) {
      this.objects = data.objects;
      this.stroke = null;
    }
    this.theme = isLight(this.root) ? "light" : "dark";
    if (this.hint.textContent !== data.hint) this.hint.textContent = data.hint;
    this.canvas.setAttribute("aria-label", data.label);
    this.paint();
  }

  start(event) {
    if (event.button !== 0 || this.stroke) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.pen = null;
    this.begin(this.place(event));
  }

  move(event) {
    if (!this.stroke || event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) this.extend(this.place(each));
    this.paint();
  }

  end(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.finish();
  }

  // Arrows move the pen, Space puts it down and lifts it.
  key(event) {
    const towards = KEYS[event.key];
    if (towards) {
      const { side } = this.data;
      const far = (event.shiftKey ? 0.01 : 0.05) * side;
      const [x, y] = this.pen ?? [side / 2, side / 2];
      this.pen = [x + towards[0] * far, y + towards[1] * far].map((value) => Math.min(Math.max(value, 0), side));
      if (this.stroke) this.extend(this.pen);
    } else if (event.key === " ") {
      this.pen ??= [this.data.side / 2, this.data.side / 2];
      if (this.stroke) this.finish();
      else this.begin(this.pen);
    } else return;
    event.preventDefault();
    this.paint();
  }

  rest() {
    if (this.pointer === null && this.stroke) this.finish();
    this.pen = null;
    this.paint();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.data.side / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  begin(point) {
    this.stroke = { type: "path", path: [["M", ...rounded(point)]], strokeWidth: this.data.brush };
    this.objects = [...this.objects, this.stroke];
    this.paint();
  }

  extend(point) {
    const [, x, y] = this.stroke.path.at(-1);
    if (Math.hypot(point[0] - x, point[1] - y) >= NEAREST) this.stroke.path.push(["L", ...rounded(point)]);
  }

  finish() {
    if (!this.stroke) return; // Cleared while it was being drawn.
    this.stroke = null;
    this.paint();
    this.send({ generation: this.data.generation, objects: this.objects });
  }

  paint() {
    const size = Math.round(this.canvas.clientWidth * (window.devicePixelRatio || 1));
    if (!size || !this.data) return;
    if (this.canvas.width !== size) this.canvas.width = this.canvas.height = size;
    const context = this.canvas.getContext("2d");
    const [paper, ink] = this.data.palette[this.theme];
    context.setTransform(size / this.data.side, 0, 0, size / this.data.side, 0, 0);
    context.fillStyle = paper;
    context.fillRect(0, 0, this.data.side, this.data.side);
    context.strokeStyle = ink;
    context.lineCap = context.lineJoin = "round";
    for (const { path, strokeWidth } of this.objects) {
      context.lineWidth = strokeWidth;
      context.beginPath();
      for (const [name, x, y] of path) name === "M" ? context.moveTo(x, y) : context.lineTo(x, y);
      // A lone point is drawn as a dot.
      if (path.length === 1) context.lineTo(path[0][1], path[0][2]);
      context.stroke();
    }
    if (this.pen) this.drawPen(context, ink);
    this.hint.hidden = this.objects.length > 0 || this.pen !== null;
  }

  drawPen(context, ink) {
    const [x, y] = this.pen;
    context.lineWidth = 1;
    context.strokeStyle = ink;
    context.beginPath();
    context.arc(x, y, this.data.brush / 2 + 2, 0, 2 * Math.PI);
    context.moveTo(x - 4, y);
    context.lineTo(x + 4, y);
    context.moveTo(x, y - 4);
    context.lineTo(x, y + 4);
    context.stroke();
  }
}

function rounded(point) {
  return point.map((value) => Math.round(value * 10) / 10);
}

function isLight(node) {
  const [r, g, b] = getComputedStyle(node).backgroundColor.match(/[\d.]+/g).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b > 128;
}

function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}
