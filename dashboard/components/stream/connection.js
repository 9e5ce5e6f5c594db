// The one connection of a tab to the stream of its server, however many charts, tiles and images hang on it.
//
// A browser opens six HTTP/1.1 connections to a host and no seventh tab would load; WebSockets are not counted there.
import { Feed } from "./feed.js";

/** @import { Asked, News, Wants } from "./types.d.ts" */

/** @typedef {{ listener: () => void, wants: Wants }} Listener */

const FIRST_WAIT = 250; // milliseconds before a connection that broke is tried again, doubled each time
const LONGEST_WAIT = 5000;
const LATE = 4000; // milliseconds without a connection after which the page says so
const UNHEARD = 1000; // milliseconds for which what nobody hears any more is still sent: a page drawn anew hears again
const MOST_KEPT = 40; // experiments whose figures are kept in case that somebody returns to them

export class Connection {
  /** @type {Map<number, { feed: Feed, listeners: Set<Listener>, wanted: string }>} by number of the experiment */
  #watched = new Map();
  /** @type {WebSocket | undefined} */
  #socket;
  #wait = FIRST_WAIT;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  /** @type {Set<(isLate: boolean) => void>} */
  #worried = new Set();
  isLate = false;

  /**
   * @param {string} url
   * @param {(url: string) => WebSocket} open
   */
  constructor(url, open = (url) => new WebSocket(url)) {
    this.url = url;
    this.open = open;
  }

  /**
   * All that is known of an experiment; without a listener nothing new is asked for.
   * @param {number} experiment
   */
  feed(experiment) {
    return this.#entry(experiment).feed;
  }

  /**
   * Calls `listener` whenever there are news of an experiment, from now on until what is returned is called.
   * @param {number} experiment
   * @param {() => void} listener
   * @param {Wants} [wants]
   * @returns {() => void}
   */
  listen(experiment, listener, wants = {}) {
    const entry = this.#entry(experiment);
    const mine = { listener, wants };
    entry.listeners.add(mine);
    this.#want(experiment);
    this.#connect();
    return () => {
      entry.listeners.delete(mine);
      setTimeout(() => this.#want(experiment), entry.listeners.size ? 0 : UNHEARD);
    };
  }

  /**
   * Calls `listener` when the connection has been away for long, and when it is there again.
   * @param {(isLate: boolean) => void} listener
   * @returns {() => void}
   */
  worry(listener) {
    this.#worried.add(listener);
    return () => this.#worried.delete(listener);
  }

  /** @param {number} experiment */
  #entry(experiment) {
    let entry = this.#watched.get(experiment);
    if (!entry) {
      entry = { feed: new Feed(experiment), listeners: new Set(), wanted: "" };
      this.#watched.set(experiment, entry);
      for (const [number, { listeners }] of this.#watched) {
        if (this.#watched.size <= MOST_KEPT) break;
        if (!listeners.size && number !== experiment) this.#watched.delete(number);
      }
    }
    return entry;
  }

  /**
   * Tells the server what is wanted of an experiment, where that is something else than before.
   * @param {number} experiment
   */
  #want(experiment) {
    const entry = this.#watched.get(experiment);
    if (!entry) return;
    const wants = [...entry.listeners].map((each) => each.wants);
    const wanted = entry.listeners.size
      ? {
          watch: experiment,
          after: entry.feed.lastStep,
          weights: wants.some((each) => each.weights),
          readings: /** @type {Asked | null} */ (wants.findLast((each) => each.readings)?.readings ?? null),
        }
      : { unwatch: experiment };
    // Where the last record is grows by itself; what else is wanted may be the same as before.
    const compared = JSON.stringify({ ...wanted, after: 0 });
    if (compared === entry.wanted || (!entry.wanted && !entry.listeners.size)) return;
    if (this.#socket?.readyState !== 1) return; // all is told once the connection is open
    entry.wanted = entry.listeners.size ? compared : "";
    this.#socket.send(JSON.stringify(wanted));
  }

  #connect() {
    if (this.#socket) return;
    const socket = (this.#socket = this.open(this.url));
    this.#late ??= setTimeout(() => this.#say(true), LATE);
    socket.onopen = () => {
      this.#wait = FIRST_WAIT;
      clearTimeout(this.#late);
      this.#late = undefined;
      this.#say(false);
      for (const [experiment, entry] of this.#watched) {
        entry.wanted = "";
        this.#want(experiment);
      }
    };
    socket.onmessage = ({ data }) => {
      /** @type {News} */
      const news = JSON.parse(data);
      socket.send(JSON.stringify({ heard: news.serial }));
      const entry = this.#watched.get(news.experiment);
      entry?.feed.take(news);
      for (const { listener } of entry?.listeners ?? []) listener();
    };
    socket.onclose = () => {
      this.#socket = undefined;
      const isWanted = [...this.#watched.values()].some((entry) => entry.listeners.size);
      if (!isWanted) return;
      this.#late ??= setTimeout(() => this.#say(true), LATE);
      setTimeout(() => this.#connect(), this.#wait);
      this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
    };
  }

  /** @param {boolean} isLate */
  #say(isLate) {
    if (this.isLate === isLate) return;
    this.isLate = isLate;
    for (const listener of this.#worried) listener(isLate);
  }
}

/** @type {Connection | undefined} */
let own;

/** The connection of this tab. Pages lie one level below the server's root, wherever a proxy has put that. */
export function connection() {
  const url = new URL("stream", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return (own ??= new Connection(url.href));
}
