// Streamlit sends this file along with every run of a page, so it holds nothing but the way to the rest.

/** @import { Watching } from "./watch.js" */

/** @param {{ data?: [Watching & { script: string }], parentElement: HTMLElement, setTriggerValue: (name: string, value: unknown) => void }} component */
export default function ({ data, parentElement, setTriggerValue }) {
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [given] = data;
  const script = import(new URL(given.script, location.href).href);
  script.then(({ watch }) => watch(parentElement, given, () => setTriggerValue("changed", true)));
  return () => script.then(({ leave }) => leave(parentElement));
}
