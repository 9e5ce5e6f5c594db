// What Streamlit calls for a component, as one lasting object for each of its elements.

/**
 * @template Data
 * @typedef {object} Component
 * @property {HTMLElement} parentElement
 * @property {[Data]} data
 * @property {(name: string, value: unknown) => void} setStateValue
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/**
 * @template Data
 * @typedef {object} Part
 * @property {(data: Data, component: Component<Data>) => void} show is called with every run of the page, and when the
 *   theme changes
 * @property {() => void} leave is called once the element has left the page
 */

/**
 * @template Data
 * @param {(parent: HTMLElement) => Part<Data>} make
 */
export function mounted(make) {
  /** @type {WeakMap<HTMLElement, Part<Data>>} */
  const parts = new WeakMap();
  return {
    /** @param {Component<Data>} component */
    show(component) {
      const parent = component.parentElement;
      if (!parent.isConnected) return; // It has left the page while the script was being loaded.
      let part = parts.get(parent);
      if (!part) parts.set(parent, (part = make(parent)));
      part.show(component.data[0], component);
    },
    /** @param {Pick<Component<Data>, "parentElement">} component */
    leave({ parentElement }) {
      // Streamlit also calls this when a newer run of the page overtook this one.
      if (parentElement.isConnected) return;
      parts.get(parentElement)?.leave();
      parts.delete(parentElement);
    },
  };
}
