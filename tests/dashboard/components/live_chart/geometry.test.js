import assert from "node:assert/strict";
import { test } from "node:test";

import { besideEnds, besideLines, chosen, spread } from "../../../../dashboard/components/live_chart/geometry.js";

const ROOM = { height: 14, gap: 7, low: 0, high: 300, order: new Map() };
const end = (group, y, x = 200) => ({ group, y, x, width: 40, height: 14, tip: [x, y], lines: [group], colour: "" });

test("names of a crowd do not overlap, keep the order of their ends, and stay within the chart", () => {
  const crowd = Array.from({ length: 16 }, (_, i) => end(`${i}`, 200 + ((i * 7) % 16)));
  const placed = besideEnds(crowd, ROOM).sort((a, b) => a.y - b.y);
  assert.equal(placed.length, 16);
  for (let i = 1; i < placed.length; i += 1) assert.ok(placed[i].middle - placed[i - 1].middle >= 14 - 1e-6);
  assert.ok(placed[0].middle >= 7 && placed[15].middle <= 293);
});

test("nearly level names keep their places", () => {
  const level = [end("a", 100), end("b", 101)];
  const before = new Map([["b", 0], ["a", 1]]);
  const groups = (order) => besideEnds(level, { ...ROOM, order }).map(({ group }) => group);
  assert.deepEqual(groups(new Map()), ["a", "b"]);
  assert.deepEqual(groups(before), ["b", "a"]);
});

test("a curve that ends elsewhere has its name there", () => {
  const [early, late] = besideEnds([end("early", 100, 20), end("late", 101, 200)], ROOM);
  assert.deepEqual([early.left, early.middle], [27, 100]);
  assert.deepEqual([late.left, late.middle], [207, 101]);
});

// The least squares solution by projected gradient descent: slow, and another way to it.
function nearest(wanted, height) {
  let places = wanted.map((_, i) => 1000 + i * height);
  for (let round = 0; round < 20000; round += 1) {
    places = places.map((place, i) => place + 0.05 * (wanted[i] - place));
    for (let i = 1; i < places.length; i += 1) {
      const overlap = height - (places[i] - places[i - 1]);
      if (overlap > 0) [places[i - 1], places[i]] = [places[i - 1] - overlap / 2, places[i] + overlap / 2];
    }
  }
  return places;
}

test("places that touch move together by as little as possible", () => {
  assert.deepEqual(spread([10, 50, 90], 14, 0, 300), [10, 50, 90], "those that do not touch stay");
  assert.deepEqual(spread([100, 100], 14, 0, 300), [93, 107]);
  const wanted = [100, 103, 104, 140, 141, 220];
  const found = spread(wanted, 14, 0, 300);
  nearest(wanted, 14).forEach((place, i) => assert.ok(Math.abs(place - found[i]) < 1, `${place} ${found[i]}`));
});

test("places stay within their limits", () => {
  assert.deepEqual(spread([-50, 500], 10, 0, 100), [5, 95]);
});

test("of a crowd both ends, the highest, the lowest and the one brought forward are named", () => {
  const ends = Array.from({ length: 24 }, (_, i) => ({ group: `${i}`, y: (i - 17) ** 2 }));
  const groups = chosen(ends, 22, "4").map(({ group }) => Number(group));
  for (const wanted of [0, 4, 17, 23]) assert.ok(groups.includes(wanted), `${wanted}`);
  assert.deepEqual(groups, [...groups].sort((a, b) => a - b));
  assert.ok(groups.length <= 14);
  assert.equal(chosen(ends.slice(0, 12), 22, null).length, 12, "no crowd");
});

test("a label stands right of its line, and left of it where the chart ends", () => {
  const left = (x) => besideLines([{ x, width: 50 }], 410, 5)[0].left;
  assert.deepEqual([left(100), left(380)], [105, 325]);
});

for (const count of [1, 5, 20]) {
  test(`labels of ${count} nearby lines stand in rows; where these are full, the latest have theirs`, () => {
    const marks = Array.from({ length: count }, (_, i) => ({ x: 380 + i, width: 50, text: `${i}` }));
    const placed = besideLines(marks, 410, 5);
    assert.equal(placed.length, Math.min(count, 3));
    assert.equal(placed[0].text, `${count - 1}`);
    assert.equal(new Set(placed.map(({ row }) => row)).size, placed.length);
    for (const { left } of placed) assert.ok(left >= 0 && left <= 410 - 50);
  });
}
