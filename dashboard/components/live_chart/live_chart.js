// Streamlit sends this file along with every update, so it holds nothing but the way to the rest, which the browser keeps,
// and the frame that is seen until the rest is there: title, grid and the word for loading, at their final places.

export default function (component) {
  const { parentElement, data } = component;
  if (!data) return; // Streamlit may call for an element that is about to leave the page.
  const [given] = data;
  frame(parentElement, given);
  const chart = import(new URL(given.script, location.href));
  chart.then(({ show }) => show(component)).catch(() => (parentElement.textContent = given.words.unavailable));
  return () => chart.then(({ leave }) => leave(component));
}

function frame(parent, { kind, title, words }) {
  if (parent.querySelector(":scope > .live-chart, :scope > .live-chart__legend")) return;
  if (kind === "legend") return parent.append(part("legend"));
  const root = part("chart", "live-chart");
  const [head, body, message] = [part("head"), part("body"), part("message")];
  head.hidden = !title;
  head.append(part("title", "live-chart__title", title));
  message.textContent = words.loading;
  body.append(part("grid"), message);
  root.append(head, body);
  parent.append(root);
}

function part(name, className = `live-chart__${name}`, text = "") {
  const made = document.createElement("div");
  made.className = className;
  made.textContent = text;
  return made;
}
