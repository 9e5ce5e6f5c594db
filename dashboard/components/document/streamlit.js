// What Streamlit itself says, in the language of the page, and what of its uploader keeps people out.
//
// It has no setting for either (1.67). So its own elements are looked through after whatever changes them, before that is
// painted. What another version says or builds otherwise stays as it is.
import { translator } from "./words.js";

/** @import { Component } from "../mounting/mounted.js" */

const named = (/** @type {string[]} */ ...names) => names.map((name) => `[data-testid="${name}"]`).join(", ");

const SPEAKING = `${named(
  "stHeader",
  "stSidebarHeader",
  "stExpandSidebarButton",
  "stMainMenuPopover",
  "stStatusWidget",
  "stDialog",
  "stTooltipIcon",
  "stTooltipErrorContent",
  "stHeaderActionElements",
  "stElementToolbarButton",
  "stSelectbox",
  "stSelectboxVirtualDropdown",
  "stMultiSelect",
  "stMultiSelectDropdown",
  "InputInstructions",
)}, [data-live-announcer]`;
const UPLOADER = named("stFileUploader");
const BY_THEMSELVES = `${named("stSidebar")}, kbd`;
/** In those, what is not Streamlit's: words of the page, elements of ours, and names that people gave. */
const OTHERS = `${named("stMarkdownContainer")}, .stBidiComponent, [role="option"][data-key]`;
const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];

let spoken = { language: "en", words: /** @type {Record<string, string>} */ ({}) };
/** @type {MutationObserver | undefined} */
let observer;

/**
 * Says what Streamlit says in the page's language from now on: `streamlit` has its own sentences, and those to say.
 * @param {Component<{ language: string, streamlit: Record<string, string> }>} component
 */
export function show({ data: [{ language, streamlit: words }] }) {
  if (observer && language === spoken.language) return;
  const own = translator(Object.fromEntries(Object.entries(spoken.words).map(([before, after]) => [after, before])));
  if (spoken.language !== language) say(own);
  spoken = { language, words };
  const translate = translator(words);
  const look = () => {
    giveRole();
    if (Object.keys(words).length) say(translate);
  };
  observer?.disconnect();
  observer = new MutationObserver((records) => records.some(isStreamlits) && look());
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
  look();
}

/** @param {MutationRecord} record of which there are hundreds with every redraw of a chart */
function isStreamlits({ target }) {
  if (target instanceof SVGElement) return false;
  const element = target instanceof Element ? target : target.parentElement;
  return !element?.closest(".stBidiComponent");
}

/** Its dropzone has a name and can be focused by a script, and says that it means nothing. */
function giveRole() {
  const zones = document.querySelectorAll(`${UPLOADER} section[role="presentation"][aria-label]`);
  for (const zone of zones) zone.setAttribute("role", "group");
}

/** @param {(sentence: string) => string | undefined} translate */
function say(translate) {
  for (const element of document.querySelectorAll(BY_THEMSELVES)) sayAttributes(element, translate);
  for (const root of document.querySelectorAll(SPEAKING)) sayIn(root, OTHERS, translate);
  for (const root of document.querySelectorAll(UPLOADER)) sayIn(root, ".stBidiComponent", translate);
}

/**
 * @param {Element} root
 * @param {string} others what in it is left alone
 * @param {(sentence: string) => string | undefined} translate
 */
function sayIn(root, others, translate) {
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches(others) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = /** @type {Node | null} */ (root); node; node = nodes.nextNode()) {
    if (node instanceof Element) sayAttributes(node, translate);
    else {
      const said = translate(node.nodeValue ?? "");
      // The node stays: it is React's.
      if (said !== undefined) node.nodeValue = said;
    }
  }
}

/**
 * @param {Element} element
 * @param {(sentence: string) => string | undefined} translate
 */
function sayAttributes(element, translate) {
  for (const name of ATTRIBUTES) {
    const said = translate(element.getAttribute(name) ?? "");
    if (said !== undefined) element.setAttribute(name, said);
  }
}

/** What Streamlit says stays in the language it was said in, until the next page says its own. */
export function leave() {}
