// The feeds that a chart listens to: those of the experiments that its description names.
import { connection } from "../stream/connection.js";

export class Sources {
  /** @type {Map<number, () => void>} experiment -> what ends the listening */
  #heard = new Map();

  /** @param {() => void} onNews */
  constructor(onNews) {
    this.onNews = onNews;
  }

  /** @param {number[]} experiments from now on these and no others */
  listen(experiments) {
    const before = this.#heard;
    this.#heard = new Map(
      experiments.map((each) => [each, before.get(each) ?? connection().listen(each, this.onNews)]),
    );
    for (const [experiment, end] of before) if (!this.#heard.has(experiment)) end();
  }

  /** @param {number} experiment */
  of(experiment) {
    return connection().feed(experiment);
  }
}
