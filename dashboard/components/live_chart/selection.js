// Which groups of curves are hidden, and which one is brought forward: the rule, without a page.

/** @import { Hidden } from "./types.d.ts" */

export class Selection {
  /** @type {Set<string>} */
  hidden = new Set();
  /** @type {Set<string>} */
  #before = this.hidden;
  /** Clicks so far. */
  serial = 0;
  /** @type {string | null} */
  forward = null;

  /**
   * Takes over what the server says; returns whether that changes anything. A click here stands until the server knows
   * of it; from then on the server decides.
   * @param {Hidden} said
   */
  acknowledge({ groups, serial }) {
    if (serial < this.serial) return false;
    this.serial = serial;
    if (groups.length === this.hidden.size && groups.every((group) => this.hidden.has(group))) return false;
    this.hidden = new Set(groups);
    return true;
  }

  /**
   * A click on `group`, of `all` there are, hides or shows it. "alone" hides all others, or shows all where they are
   * hidden already. "again" is the second click of a double one, and means "alone" of what was before the first.
   * @param {string} group
   * @param {"toggle" | "alone" | "again"} kind
   * @param {string[]} all
   * @returns {Hidden} for the server
   */
  press(group, kind, all) {
    const before = kind === "again" ? this.#before : this.hidden;
    this.#before = this.hidden;
    if (kind === "toggle") this.hidden = toggled(before, group);
    else this.hidden = allBut(group, before, all);
    this.serial += 1;
    return { groups: [...this.hidden], serial: this.serial };
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
