// Scrolls the container that Streamlit gave a key into view, once for every new serial number.

/** @type {WeakMap<HTMLElement, number>} an element of this component -> the number that it has heeded */
const heeded = new WeakMap();

/** @param {{ data: [{ key: string, serial: number }], parentElement: HTMLElement }} component */
export default function ({ data, parentElement }) {
  const [{ key, serial }] = data;
  const first = !heeded.has(parentElement);
  const before = heeded.get(parentElement) ?? 0;
  heeded.set(parentElement, serial);
  // A page that is opened anew stays where it is.
  if (first || serial <= before) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.querySelector(`.st-key-${key}`)?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
}
