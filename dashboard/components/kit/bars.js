// Upright bars, as parts of the page: each with its name below and its value above.
import { element, set, write } from "../live_chart/dom.js";

/** @typedef {{ share: number, words: string, tone?: "" | "accent" | "right" | "wrong" }} Bar share of the height, 0 to 1 */

/**
 * @param {Element} parent
 * @param {{ names: string[], height: number }} described what stands below each; the height in rem
 */
export function bars(parent, { names, height }) {
  const root = element("div", "kit-bars", parent);
  root.style.height = `${height}rem`;
  set(root, "role", "img");
  const made = names.map((name) => {
    const column = element("div", "kit-bars__column", root);
    const words = element("span", "kit-bars__words", column);
    const bar = element("span", "kit-bars__bar", column);
    element("span", "kit-bars__name", column).textContent = name;
    return { words, bar };
  });
  return {
    root,
    /**
     * @param {Bar[]} values
     * @param {string} alt
     */
    draw(values, alt) {
      set(root, "aria-label", alt);
      made.forEach(({ words, bar }, place) => {
        const { share, words: said, tone = "" } = values[place];
        write(words, said);
        bar.style.setProperty("--share", String(Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0));
        bar.className = `kit-bars__bar${tone && ` kit-bars__bar--${tone}`}`;
      });
    },
  };
}
