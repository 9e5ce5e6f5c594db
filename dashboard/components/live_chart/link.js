// What charts, and legends, of one name have in common: which groups they hide, which one they bring forward, where the
// pointer is. A member knows its `groups`, and is told to `schedule` a redraw, to `emphasize` and to `pointAt`.

const links = new Map();

export class Link {
  static of(name) {
    if (!links.has(name)) links.set(name, new Link());
    return links.get(name);
  }

  constructor() {
    this.members = new Set();
    this.hidden = new Set();
    this.before = this.hidden;
    this.serial = 0; // clicks on legends so far
    this.forward = null;
    this.x = null;
  }

  // What the page asks for, unless it does not know of the latest click yet.
  obey({ groups, serial }) {
    if (serial < this.serial) return;
    this.serial = serial;
    if (groups.length === this.hidden.size && groups.every((group) => this.hidden.has(group))) return;
    this.hidden = new Set(groups);
    for (const member of this.members) member.schedule();
  }

  // `member` is the one whose legend was pressed; it `tell`s its page, if that wants to know.
  press(group, alone, member) {
    // A double click is a click before: what it means is decided by what was hidden before that one.
    const before = alone === "again" ? this.before : this.hidden;
    this.before = this.hidden;
    if (alone) this.hidden = this.allBut(group, before);
    else this.hidden = new Set(before.has(group) ? [...before].filter((other) => other !== group) : [...before, group]);
    this.serial += 1;
    for (const each of this.members) each.schedule();
    member.tell({ groups: [...this.hidden], serial: this.serial });
  }

  // All others, or none where they are hidden already.
  allBut(group, hidden) {
    const all = [...this.members].flatMap((member) => member.groups());
    const others = new Set(all.filter((other) => other !== group));
    const isAlone = !hidden.has(group) && [...others].every((other) => hidden.has(other));
    return isAlone ? new Set() : others;
  }

  bringForward(group) {
    if (this.forward === group) return;
    this.forward = group;
    for (const member of this.members) member.emphasize();
  }

  // Shows in every chart the place the pointer is at in one of them.
  pointAt(x) {
    this.x = x;
    for (const member of this.members) member.mark(x);
  }
}

// Moves a `member` from the link it was in, if any, to the one called `name`.
export function join(member, name) {
  const link = Link.of(name);
  if (member.link === link) return;
  member.link?.members.delete(member);
  member.link = link;
  link.members.add(member);
}
