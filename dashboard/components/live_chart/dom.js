// The few things that every part of a chart does to the document. Touched only where it changes, so that focus and
// tooltips stay.

export function element(tag, className, parent) {
  const made = document.createElement(tag);
  made.className = className;
  if (tag === "button") made.type = "button";
  parent?.append(made);
  return made;
}

export function drawing(tag, className, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  made.setAttribute("class", className);
  parent?.append(made);
  return made;
}

export function set(node, attribute, value) {
  if (node.getAttribute(attribute) !== String(value)) node.setAttribute(attribute, value);
}

export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
