// All that is known of one experiment: what the stream has brought so far, growing in place.

/** @import { Metric, News, Readings, State, Weights } from "./types.d.ts" */

/** @type {Metric[]} */
export const METRICS = ["train_loss", "train_accuracy", "validation_loss", "validation_accuracy"];

/** A column of numbers that grows without being copied each time. */
class Column {
  #length = 0;

  /** @param {Int32Array | Float32Array} room */
  constructor(room) {
    this.room = room;
  }

  /** @returns {Int32Array | Float32Array} the numbers so far, a view that later growth does not change */
  get values() {
    return this.room.subarray(0, this.#length);
  }

  /** @param {Int32Array | Float32Array} more */
  append(more) {
    const wanted = this.#length + more.length;
    if (wanted > this.room.length) {
      const kept = this.values;
      const Kind = /** @type {Float32ArrayConstructor} */ (this.room.constructor);
      this.room = new Kind(Math.max(wanted, 2 * this.room.length, 256));
      this.room.set(kept);
    }
    this.room.set(more, this.#length);
    this.#length = wanted;
  }
}

export class Feed {
  #steps = new Column(new Int32Array(0));
  #seconds = new Column(new Float32Array(0));
  /** @type {Record<Metric, Column[]>} */
  #metrics = { train_loss: [], train_accuracy: [], validation_loss: [], validation_accuracy: [] };
  /** @type {State | null} null until the first news */
  state = null;
  /** @type {Weights | null} */
  weights = null;
  /** @type {Readings | null} */
  readings = null;
  isGone = false;
  isTroubled = false;

  /** @param {number} experiment its number */
  constructor(experiment) {
    this.experiment = experiment;
  }

  /** The recorded steps, ascending, (n,). */
  get steps() {
    return this.#steps.values;
  }

  /** When each was made, in seconds of training, (n,). */
  get seconds() {
    return this.#seconds.values;
  }

  /** The last recorded step, or -1. */
  get lastStep() {
    return this.steps.at(-1) ?? -1;
  }

  /**
   * A metric of one run, (n,): none before the first record.
   * @param {Metric} name
   * @param {number} position of the run
   */
  metric(name, position) {
    return this.#metrics[name][position]?.values ?? new Float32Array(0);
  }

  /**
   * Takes over what the server has sent. What is known already, after a connection broke, is left out.
   * @param {News} news
   */
  take(news) {
    if (news.gone) this.isGone = true;
    this.isTroubled = news.troubled ?? false;
    if (news.state) this.state = news.state;
    if (news.weights) {
      this.weights = { ...news.weights, pixels: new Int8Array(bytesOf(news.weights.pixels).buffer) };
    }
    if (news.readings) this.readings = news.readings;
    if (news.rows) this.#append(news.rows);
  }

  /** @param {NonNullable<News["rows"]>} rows */
  #append(rows) {
    const steps = new Int32Array(bytesOf(rows.steps).buffer);
    const known = steps.findIndex((step) => step > this.lastStep);
    if (known < 0) return;
    for (const name of METRICS) {
      const all = new Float32Array(bytesOf(rows[name]).buffer);
      const runs = all.length / steps.length;
      for (let run = 0; run < runs; run += 1) {
        this.#metrics[name][run] ??= new Column(new Float32Array(0));
        this.#metrics[name][run].append(all.subarray(run * steps.length + known, (run + 1) * steps.length));
      }
    }
    this.#seconds.append(new Float32Array(bytesOf(rows.seconds).buffer).subarray(known));
    this.#steps.append(steps.subarray(known));
  }
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
