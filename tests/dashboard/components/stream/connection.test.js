import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Connection } from "../../../../dashboard/components/stream/connection.js";
import { rows } from "./samples.js";

/** A WebSocket as a test holds its other end. */
class Line {
  sent = [];
  readyState = 0;

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  accept() {
    this.readyState = 1;
    this.onopen();
  }

  say(news) {
    this.onmessage({ data: JSON.stringify(news) });
  }

  breakOff() {
    this.readyState = 3;
    this.onclose();
  }
}

let lines;
let connection;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  lines = [];
  connection = new Connection("ws://lab/stream", () => {
    lines.push(new Line());
    return lines.at(-1);
  });
});
afterEach(() => mock.timers.reset());

test("nothing is opened before anybody listens, and one line serves all", () => {
  connection.feed(1);
  assert.equal(lines.length, 0);
  connection.listen(1, () => {});
  connection.listen(2, () => {});
  connection.listen(2, () => {}, { weights: true });
  lines[0].accept();
  assert.equal(lines.length, 1);
  assert.deepEqual(lines[0].sent, [
    { watch: 1, after: -1, weights: false, readings: null },
    { watch: 2, after: -1, weights: true, readings: null },
  ]);
});

test("every message is acknowledged and told to those who listen to its experiment", () => {
  const heard = [];
  connection.listen(1, () => heard.push("one"));
  connection.listen(2, () => heard.push("two"));
  lines[0].accept();
  lines[0].say({ serial: 9, experiment: 2, rows: rows(0, 1) });
  assert.deepEqual(heard, ["two"]);
  assert.deepEqual(lines[0].sent.at(-1), { heard: 9 });
  assert.deepEqual([...connection.feed(2).steps], [0, 1]);
});

test("a line that broke is opened again, and goes on after the last step", () => {
  connection.listen(1, () => {});
  lines[0].accept();
  lines[0].say({ serial: 1, experiment: 1, rows: rows(0, 1, 7) });
  lines[0].breakOff();
  mock.timers.tick(250);
  lines[1].accept();
  assert.deepEqual(lines[1].sent, [{ watch: 1, after: 7, weights: false, readings: null }]);
});

test("a line that cannot be opened is tried ever more rarely, and who asked is told", () => {
  const worries = [];
  connection.worry((isLate) => worries.push(isLate));
  connection.listen(1, () => {});
  let waited = 0;
  for (const wait of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
    lines.at(-1).breakOff();
    const before = lines.length;
    mock.timers.tick(wait - 1);
    assert.equal(lines.length, before);
    mock.timers.tick(1);
    assert.equal(lines.length, before + 1);
    waited += wait;
    assert.deepEqual(worries, waited >= 4000 ? [true] : []);
  }
  lines.at(-1).accept();
  assert.deepEqual(worries, [true, false]);
});

test("who listens no longer is sent nothing, unless somebody listens again soon", () => {
  const leave = connection.listen(1, () => {});
  lines[0].accept();
  leave();
  mock.timers.tick(500);
  const leaveAgain = connection.listen(1, () => {});
  mock.timers.tick(2000);
  assert.equal(lines[0].sent.length, 1);
  leaveAgain();
  mock.timers.tick(1000);
  assert.deepEqual(lines[0].sent.at(-1), { unwatch: 1 });
  connection.listen(1, () => {});
  assert.deepEqual(lines[0].sent.at(-1), { watch: 1, after: -1, weights: false, readings: null });
});

test("other wishes are told, and the same ones are not", () => {
  const asked = (first) => ({ readings: { own: false, edition: "", first, count: 20 } });
  const leave = connection.listen(1, () => {}, asked(0));
  lines[0].accept();
  connection.listen(1, () => {}, asked(0));
  assert.equal(lines[0].sent.length, 1);
  leave();
  connection.listen(1, () => {}, asked(20));
  mock.timers.tick(1000);
  assert.deepEqual(lines[0].sent.at(-1).readings, { own: false, edition: "", first: 20, count: 20 });
});

test("a line is not opened again for nobody", () => {
  connection.listen(1, () => {})();
  lines[0].breakOff();
  mock.timers.tick(60_000);
  assert.equal(lines.length, 1);
});

test("figures of experiments left long ago are given up before the memory is", () => {
  for (let experiment = 0; experiment < 100; experiment += 1) {
    connection.feed(experiment).take({ serial: 1, experiment, rows: rows(0) });
  }
  assert.equal(connection.feed(99).lastStep, 0);
  assert.equal(connection.feed(0).lastStep, -1);
});
