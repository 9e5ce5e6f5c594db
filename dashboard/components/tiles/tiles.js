// Labelled figures in lasting elements; see dashboard/components/tiles/__init__.py.

/** @typedef {{ label: string, value: string, detail: string, unit: string }} Tile */

/**
 * @param {object} component
 * @param {HTMLElement} component.parentElement
 * @param {[{ tiles: Tile[], progress: number | null, progress_label: string }]} [component.data]
 */
export default function ({ parentElement, data: sent }) {
  if (!sent) return; // Streamlit may call for an element that is about to leave the page.
  const [data] = sent;
  const root = parentElement.querySelector(":scope > .tiles") ?? build(parentElement);
  const [row, progress] = /** @type {HTMLCollectionOf<HTMLElement>} */ (root.children);
  while (row.children.length > data.tiles.length) row.lastChild?.remove();
  while (row.children.length < data.tiles.length) addTile(row);
  data.tiles.forEach(({ label, value, unit, detail }, index) => {
    const [labelNode, valueNode, detailNode] = row.children[index].children;
    write(labelNode, label);
    const [number, unitNode] = valueNode.children;
    write(number, value);
    write(unitNode, unit && ` ${unit}`);
    write(detailNode, detail);
  });
  progress.hidden = data.progress === null;
  progress.setAttribute("aria-label", data.progress_label);
  const percent = 100 * (data.progress ?? 0);
  progress.setAttribute("aria-valuenow", String(Math.round(percent)));
  /** @type {HTMLElement} */ (progress.children[0]).style.width = `${percent}%`;
}

/** @param {HTMLElement} parent */
function build(parent) {
  const root = element("div", "tiles", parent);
  element("dl", "tiles__row", root);
  const progress = element("div", "tiles__progress", root);
  progress.setAttribute("role", "progressbar");
  progress.setAttribute("aria-valuemin", "0");
  progress.setAttribute("aria-valuemax", "100");
  element("div", "tiles__bar", progress);
  return root;
}

/** @param {HTMLElement} row */
function addTile(row) {
  const tile = element("div", "tiles__tile", row);
  element("dt", "tiles__label", tile);
  const value = element("dd", "tiles__value", tile);
  element("span", "", value);
  element("span", "tiles__unit", value);
  element("dd", "tiles__detail", tile);
}

/**
 * @param {Element} node
 * @param {string} text
 */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
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
