// What the charts, legends and choices of one name share: a selection, a view, and where the pointer is.
import { Agreed } from "./agreed.js";
import { Selection } from "./selection.js";

/** @import { Said } from "./agreed.js" */
/** @import { Component, Member, Shared, View } from "./types.d.ts" */

/** @type {Map<string, Link>} */
const links = new Map();

export class Link {
  selection = new Selection();
  /** @type {Agreed<Partial<View>>} how all charts are drawn; nothing as long as no page has said it */
  view = new Agreed({});
  /** @type {Set<Member>} */
  members = new Set();
  /** @type {number | null} The step that the pointer is at. */
  x = null;

  /**
   * A click on a legend entry of `member`.
   * @param {string} group
   * @param {"toggle" | "alone" | "again"} kind
   * @param {Member} member
   */
  press(group, kind, member) {
    this.#tell(this.selection.press(group, kind, this.#groups()), member);
  }

  /**
   * Shows all groups or, where none is hidden, hides them, as `member` wants it.
   * @param {Member} member
   */
  pressAll(member) {
    this.#tell(this.selection.pressAll(this.#groups()), member);
  }

  /**
   * Draws all charts another way; returns what is to be told to the page.
   * @param {Partial<View>} change
   */
  choose(change) {
    const said = this.view.change({ ...this.view.value, ...change });
    this.#drawAll();
    return said;
  }

  /** @param {string | null} group */
  bringForward(group) {
    if (!this.selection.bringForward(group)) return;
    for (const member of this.members) member.emphasize?.();
  }

  /**
   * Shows in every chart the step that the pointer is at in one of them.
   * @param {number | null} x
   */
  pointAt(x) {
    this.x = x;
    for (const member of this.members) member.mark?.(x);
  }

  /** @param {Member} member */
  leave(member) {
    this.members.delete(member);
  }

  #groups() {
    return [...this.members].flatMap((member) => member.groups());
  }

  /**
   * @param {Said<string[]>} hidden
   * @param {Member} member
   */
  #tell(hidden, member) {
    this.#drawAll();
    member.tell?.(hidden);
  }

  #drawAll() {
    for (const member of this.members) member.schedule();
  }
}

/**
 * Moves `member` to the link that its newest data name, and takes over what the page says there.
 * @param {Member} member
 * @param {Shared} data
 * @param {Component<unknown>["setStateValue"]} setStateValue
 * @returns {Link}
 */
export function joined(member, data, setStateValue) {
  const link = links.get(data.link) ?? new Link();
  links.set(data.link, link);
  if (member.link !== link) member.link?.leave(member);
  link.members.add(member);
  // A page that does not say what is hidden does not want to hear of it.
  member.tell = (hidden) => data.hidden && setStateValue("hidden", hidden);
  const isHeard = [data.hidden && link.selection.acknowledge(data.hidden), data.view && link.view.acknowledge(data.view)];
  if (isHeard.some(Boolean)) for (const each of link.members) if (each !== member) each.schedule();
  return link;
}
