/** What came over the line: in order, none twice, and the newest of it kept, so that playing may begin at once. */

import { Arrivals, CHUNK_MS } from "./arrivals.js";

/** @import { Chunk } from "../station/protocol.js" */

/** More chunks than any buffer is deep. */
const KEPT = 12;

/** After so long without a chunk, playing goes on with what is due, and what was kept is not. */
const STALL_MS = 1_000;

export class Intake {
  #arrivals = new Arrivals();
  /** @type {Chunk[]} */
  #kept = [];
  #next = -1;
  #at = 0;

  /** Chunks that never came. */
  lost = 0;

  get jitterMs() {
    return this.#arrivals.jitterMs;
  }

  /**
   * Take note of a chunk; returns whether playing may just go on with it, and null if it was here before.
   * @param {Chunk} chunk
   * @param {number} ms
   */
  accept(chunk, ms) {
    if (chunk.seq < this.#next) {
      return null;
    }
    const missed = this.#next < 0 ? 0 : chunk.seq - this.#next;
    this.lost += missed;
    this.#next = chunk.seq + 1;
    this.#at = ms;
    this.#kept.push(chunk);
    if (this.#kept.length > KEPT) {
      this.#kept.shift();
    }
    const gap = this.#arrivals.arrive(chunk.seq, ms);
    return !(Math.max(gap, missed * CHUNK_MS) > STALL_MS);
  }

  /**
   * A connection was made: chunks before the next one it has belong to a station that has started anew.
   * @param {number} seq
   */
  expect(seq) {
    this.#arrivals.reset();
    if (seq < this.#next) {
      this.clear();
    }
  }

  /** Another station: nothing here belongs to it. */
  clear() {
    this.#arrivals.reset();
    this.#kept = [];
    this.#next = -1;
  }

  /**
   * Whether it is known what is due.
   * @param {number} ms
   */
  settled(ms) {
    return this.#arrivals.settled(ms);
  }

  /**
   * What to begin with so that the buffer is as deep as it should be: the chunks, and how many chunks after the
   * beginning of the first of them (of the next to come, where there are none). Below 0 or NaN: they do not reach
   * back so far, so wait.
   * @param {number} target in chunks
   * @param {number} ms
   */
  start(target, ms) {
    const fresh = ms - this.#at < STALL_MS;
    const place = fresh ? this.#arrivals.due(ms) - target : Number.NaN;
    // One chunk more than needed: a decoder that begins needs some sound before its own is right.
    const chunks = this.#kept.filter((chunk) => chunk.seq >= Math.floor(place) - 1);
    return { chunks, ahead: place - (chunks[0]?.seq ?? this.#next) };
  }
}
