// Which groups of curves are hidden, and which one is brought forward: the rule, without a page.
import { Agreed } from "./agreed.js";

/** @import { Said } from "./agreed.js" */

export class Selection {
  /** @type {Agreed<string[]>} the hidden groups, sorted */
  #agreed = new Agreed(/** @type {string[]} */ ([]));
  /** @type {Set<string>} */
  hidden = new Set();
  /** @type {Set<string>} */
  #before = this.hidden;
  /** @type {string | null} */
  forward = null;

  /**
   * Takes over what the page says is hidden; returns whether that changes anything.
   * @param {Said<string[]>} said
   */
  acknowledge(said) {
    if (!this.#agreed.acknowledge(said)) return false;
    this.hidden = new Set(said.value);
    return true;
  }

  /**
   * A click on `group`, of `all` there are, hides or shows it. "alone" hides all others, or shows all where they are
   * hidden already. "again" is the second click of a double one, and means "alone" of what was before the first.
   * @param {string} group
   * @param {"toggle" | "alone" | "again"} kind
   * @param {string[]} all
   * @returns {Said<string[]>} for the page
   */
  press(group, kind, all) {
    const before = kind === "again" ? this.#before : this.hidden;
    this.#before = this.hidden;
    this.hidden = kind === "toggle" ? toggled(before, group) : allBut(group, before, all);
    return this.#agreed.change([...this.hidden].sort());
  }

  /**
   * Shows all groups or, where none is hidden, hides `all` there are.
   * @param {string[]} all
   * @returns {Said<string[]>} for the page
   */
  pressAll(all) {
    this.#before = this.hidden;
    this.hidden = new Set(this.hidden.size ? [] : all);
    return this.#agreed.change([...this.hidden].sort());
  }

  /**
   * Returns whether another group than before is brought forward.
   * @param {string | null} group
   */
  bringForward(group) {
    if (this.forward === group) return false;
    this.forward = group;
    return true;
  }
}

/**
 * @param {Set<string>} groups
 * @param {string} group
 */
function toggled(groups, group) {
  const others = [...groups].filter((other) => other !== group);
  return new Set(groups.has(group) ? others : [...others, group]);
}

/**
 * @param {string} group
 * @param {Set<string>} hidden
 * @param {string[]} all
 */
function allBut(group, hidden, all) {
  const others = all.filter((other) => other !== group);
  const isAlone = !hidden.has(group) && others.every((other) => hidden.has(other));
  return new Set(isAlone ? [] : others);
}
