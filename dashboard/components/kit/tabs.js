// Several things to do at one place, of which one is in sight at a time. All keep their room, so that nothing below jumps.
import { choice } from "./choice.js";
import { element } from "../live_chart/dom.js";

/**
 * @param {Element} parent
 * @param {{ label: string, names: Record<string, string> }} described what each is called; the first is in sight at first
 * @param {(name: string) => void} opened is called with the one that has come into sight
 */
export function tabs(parent, { label, names }, opened) {
  const root = element("div", "kit-tabs", parent);
  const [first] = Object.keys(names);
  const open = (/** @type {string} */ wanted) => {
    chosen.put(wanted);
    for (const [name, panel] of Object.entries(panels)) {
      panel.classList.toggle("kit-tabs__panel--away", name !== wanted);
      panel.inert = name !== wanted;
    }
    opened(wanted);
  };
  const chosen = choice(root, { label, options: names, value: first }, open);
  chosen.root.classList.add("kit-tabs__names");
  const ground = element("div", "kit-tabs__ground", root);
  const panels = Object.fromEntries(
    Object.keys(names).map((name) => [name, element("div", `kit-tabs__panel${name === first ? "" : " kit-tabs__panel--away"}`, ground)]),
  );
  for (const [name, panel] of Object.entries(panels)) panel.inert = name !== first;
  return { root, panels, open };
}
