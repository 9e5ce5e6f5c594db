// What the charts and legends of one name share: a selection, and where the pointer is.
import { Selection } from "./selection.js";

/** @import { ChartData, Component, LegendData, Member } from "./types.d.ts" */

/** @type {Map<string, Link>} */
const links = new Map();

export class Link {
  selection = new Selection();
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
    const all = [...this.members].flatMap((each) => each.groups());
    const hidden = this.selection.press(group, kind, all);
    for (const each of this.members) each.schedule();
    member.tell(hidden);
  }

  /** @param {string | null} group */
  bringForward(group) {
    if (!this.selection.bringForward(group)) return;
    for (const member of this.members) member.emphasize();
  }

  /**
   * Shows in every chart the step that the pointer is at in one of them.
   * @param {number | null} x
   */
  pointAt(x) {
    this.x = x;
    for (const member of this.members) member.mark(x);
  }

  /** @param {Member} member */
  leave(member) {
    this.members.delete(member);
  }
}

/**
 * Moves `member` to the link that its newest data name, and takes over what the server says there.
 * @param {Member} member
 * @param {Pick<ChartData | LegendData, "link" | "hidden">} data
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
  if (data.hidden && link.selection.acknowledge(data.hidden)) {
    for (const each of link.members) if (each !== member) each.schedule();
  }
  return link;
}
