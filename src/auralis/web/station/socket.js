/** The line to a station: it connects, notices when the line is dead, comes back, and resumes where it was. */

import { readChunk, readMessage } from "./protocol.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const PING_EVERY_MS = 10_000;
const DEAD_AFTER_MS = 12_000;

/** Closing codes after which trying again is of no use. */
const FINAL_CODES = new Set([4400, 4401, 4403, 4404]);

/** @typedef {"closed" | "connecting" | "open" | "waiting"} Link */

/**
 * @typedef {object} Handlers
 * @property {(link: Link, code: number) => void} link the line's state changed; the code of the last close, or 0
 * @property {(hello: import("./protocol.js").Hello) => void} hello
 * @property {(update: import("./protocol.js").Update) => void} update
 * @property {(chunk: import("./protocol.js").Chunk) => void} chunk
 * @property {(refusal: import("./protocol.js").Refusal) => void} error
 * @property {(plan: import("./protocol.js").NightPlan) => void} night
 * @property {(status: import("./protocol.js").Status) => void} status
 */

/**
 * How long to wait before the next attempt: doubling, at most 15 s, half of it by chance so that a thousand
 * listeners do not come back in the same instant.
 * @param {number} attempt counted from 0
 * @param {number} chance in [0, 1)
 */
export function waitBefore(attempt, chance) {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return longest * (0.5 + 0.5 * chance);
}

export class StationSocket {
  #url;
  #forms;
  #handlers;
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #heardAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #pulse;

  /** @type {Link} */
  link = "closed";

  /** The newest chunk's number, from which a new connection resumes; null before the first. */
  seq = /** @type {number | null} */ (null);

  /** The last round trip in milliseconds, or null. */
  roundTripMs = /** @type {number | null} */ (null);

  /**
   * @param {(after: number | null) => string} url of the station's socket, to resume after a chunk
   * @param {() => string[]} forms the subprotocols to offer, the best first
   * @param {Handlers} handlers
   */
  constructor(url, forms, handlers) {
    this.#url = url;
    this.#forms = forms;
    this.#handlers = handlers;
  }

  /**
   * Connect now, also in the middle of a wait; does nothing while a connection stands or is being made, nor where the
   * browser has no sockets.
   */
  open() {
    if (this.#socket || !("WebSocket" in globalThis)) {
      return;
    }
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#url(this.seq), this.#forms());
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#lose(event.code);
    this.#become("connecting", 0);
    this.#heardAt = Date.now();
    this.#pulse = setInterval(() => this.#beat(), PING_EVERY_MS);
  }

  /** Disconnect and stay so until `open`. */
  close() {
    clearTimeout(this.#retry);
    this.#drop();
    this.#become("closed", 0);
  }

  /** What was heard belongs to another station: do not resume from it. */
  forget() {
    this.seq = null;
    this.roundTripMs = null;
  }

  /**
   * Send a message; returns false when there is no line to send it on.
   * @param {{ type: string, [field: string]: unknown }} message
   */
  send(message) {
    if (this.link !== "open") {
      return false;
    }
    this.#socket?.send(JSON.stringify(message));
    return true;
  }

  /** @param {string | ArrayBuffer} data */
  #hear(data) {
    this.#heardAt = Date.now();
    if (typeof data !== "string") {
      this.#hearSound(data);
      return;
    }
    const message = readMessage(data);
    if (message?.type === "hello") {
      this.#attempt = 0;
      this.#become("open", 0);
      this.#handlers.hello(message);
    } else if (message?.type === "generation_update") {
      this.#handlers.update(message);
    } else if (message?.type === "error") {
      this.#handlers.error(message);
    } else if (message?.type === "night") {
      this.#handlers.night(message);
    } else if (message?.type === "status") {
      this.#handlers.status(message);
    } else if (message?.type === "pong" && message.client_time) {
      this.roundTripMs = Math.max(0, Date.now() - Date.parse(message.client_time));
    }
  }

  /** @param {ArrayBuffer} data */
  #hearSound(data) {
    const chunk = readChunk(data, this.#socket?.protocol ?? "");
    if (chunk) {
      this.seq = chunk.seq;
      this.#handlers.chunk(chunk);
    }
  }

  /** Ask for a sign of life; a line that has been silent for too long is as good as closed. */
  #beat() {
    if (Date.now() - this.#heardAt > DEAD_AFTER_MS) {
      this.#lose(1006);
    } else {
      this.send({ type: "ping", client_time: new Date().toISOString() });
    }
  }

  /** @param {number} code */
  #lose(code) {
    this.#drop();
    if (FINAL_CODES.has(code)) {
      this.#become("closed", code);
      return;
    }
    this.#retry = setTimeout(() => this.open(), waitBefore(this.#attempt, Math.random()));
    this.#attempt += 1;
    this.#become("waiting", code);
  }

  #drop() {
    clearInterval(this.#pulse);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  /**
   * @param {Link} link
   * @param {number} code
   */
  #become(link, code) {
    this.link = link;
    this.#handlers.link(link, code);
  }
}
