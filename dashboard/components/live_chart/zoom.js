// The ranges that the user chose. Kept here and not by Plotly's `uirevision`, which would carry the numbers of a linear
// axis over to a logarithmic one.

/** @import { Drawn } from "./types.d.ts" */

/** @typedef {"xaxis" | "yaxis"} AxisName */

/** @type {AxisName[]} */
export const AXES = ["xaxis", "yaxis"];

export class Zoom {
  /** @type {Partial<Record<AxisName, { type: string, range: [number, number] }>>} An axis not here follows its data. */
  #chosen = {};

  get isOn() {
    return Object.keys(this.#chosen).length > 0;
  }

  /** @param {AxisName} name */
  has(name) {
    return name in this.#chosen;
  }

  /**
   * The range chosen for an axis of this `type`; one chosen for another type is forgotten.
   * @param {AxisName} name
   * @param {string} [type] which Plotly finds out where the figure says none
   * @returns {[number, number] | undefined}
   */
  range(name, type) {
    const chosen = this.#chosen[name];
    if (chosen && chosen.type === type) return [...chosen.range];
    delete this.#chosen[name];
    return undefined;
  }

  /**
   * Takes over what `plotly_relayout` says; returns whether anything is to be drawn anew.
   * @param {Record<string, unknown>} change
   * @param {Drawn} drawn
   */
  heed(change, drawn) {
    let heeded = false;
    for (const name of AXES) {
      if (Object.keys(change).some((key) => key.startsWith(`${name}.range`))) {
        const { type, range } = drawn[name];
        this.#chosen[name] = { type, range };
      } else if (change[`${name}.autorange`]) {
        delete this.#chosen[name];
      } else continue;
      heeded = true;
    }
    return heeded;
  }

  clear() {
    this.#chosen = {};
  }
}
