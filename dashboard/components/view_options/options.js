// The choices above the charts, in lasting elements. A change is drawn at once by all charts of the link, and told to the
// page afterwards.
import { joined } from "../live_chart/link.js";
import { mounted } from "../mounting/mounted.js";
import { CONTROLS } from "./controls.js";

/** @import { Said } from "../live_chart/agreed.js" */
/** @import { Member, Shared, View } from "../live_chart/types.d.ts" */
/** @import { Component, Part } from "../mounting/mounted.js" */
/** @import { Described, Drawn } from "./controls.js" */

/** @typedef {Shared & { script: string, controls: Described[] }} OptionsData */

const CALM = 200; // milliseconds without another change after which the page hears of those of a slider

/**
 * @implements {Member}
 * @implements {Part<OptionsData>}
 */
class Options {
  /** @type {Map<Described, Drawn>} */
  #controls = new Map();
  #drawn = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #telling;
  /** @type {(said: Said<Partial<View>>) => void} */
  #tellPage = () => {};
  /** @type {import("../live_chart/link.js").Link | undefined} */
  link = undefined;

  /** @param {HTMLElement} parent in which view_options.js has drawn the outlines */
  constructor(parent) {
    this.root = /** @type {HTMLElement} */ (parent.querySelector(":scope > .view-options"));
  }

  /**
   * @param {OptionsData} data
   * @param {Pick<Component<OptionsData>, "setStateValue">} component
   */
  show(data, { setStateValue }) {
    this.#tellPage = (said) => setStateValue("view", said);
    this.link = joined(this, data, setStateValue);
    const described = JSON.stringify(data.controls);
    if (described !== this.#drawn) {
      this.#drawn = described;
      this.#controls = new Map(
        data.controls.map((each) => [each, CONTROLS[each.kind](each, (value, calm) => this.#choose(each.name, value, calm))]),
      );
      this.root.replaceChildren(...[...this.#controls.values()].map(({ root }) => root));
    }
    this.schedule();
  }

  groups() {
    return [];
  }

  /** Shows what is chosen. */
  schedule() {
    const view = /** @type {Record<string, unknown>} */ (this.link?.view.value ?? {});
    for (const [{ name, only }, { show }] of this.#controls) show(view[name], !!only && view[only[0]] !== only[1]);
  }

  /**
   * @param {string} name
   * @param {unknown} value
   * @param {boolean} [calm] whether many changes follow one another
   */
  #choose(name, value, calm = false) {
    const said = this.link?.choose({ [name]: value });
    if (!said) return;
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => this.#tellPage(said), calm ? CALM : 0);
  }

  leave() {
    this.link?.leave(this);
  }
}

export const { show, leave } = mounted((parent) => new Options(parent));
