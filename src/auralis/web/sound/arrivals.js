/** How punctually chunks come: the jitter, and when each was due. */

export const CHUNK_MS = 100;

/** What the line learns from one chunk at most; and an error that can only mean another line. */
const MOST_MS = 50;
const OTHER_MS = 2_000;
const LEARNING = 1 / 64;

/** So long after the first chunk of a connection its most punctual one is trusted. */
const YOUNG_MS = 200;

export class Arrivals {
  #line = Number.NaN;
  #since = Number.NaN;
  #last = { seq: 0, ms: Number.NaN };

  /** Smoothed variation of the way's length, after RFC 3550, section 6.4.1. */
  jitterMs = 0;

  /**
   * A chunk came in; returns the milliseconds since the one before, NaN if there was none.
   * @param {number} seq
   * @param {number} ms
   */
  arrive(seq, ms) {
    const gap = ms - this.#last.ms;
    const change = Math.abs(gap - (seq - this.#last.seq) * CHUNK_MS);
    if (change < OTHER_MS) {
      this.jitterMs += (change - this.jitterMs) / 16;
    }
    this.#last = { seq, ms };
    const error = ms - seq * CHUNK_MS - this.#line;
    if (!(Math.abs(error) < OTHER_MS)) {
      this.#line = ms - seq * CHUNK_MS;
      this.#since = ms;
    } else if (this.settled(ms)) {
      this.#line += Math.max(-MOST_MS, Math.min(MOST_MS, error)) * LEARNING;
    } else {
      this.#line += Math.min(0, error);
    }
    return gap;
  }

  /**
   * Whether the line is known well enough to tell what is due.
   * @param {number} ms
   */
  settled(ms) {
    return ms - this.#since >= YOUNG_MS;
  }

  /**
   * The chunks that should have come by now, the one that is on its way in part.
   * @param {number} ms
   */
  due(ms) {
    return (ms - this.#line) / CHUNK_MS + 1;
  }

  /** A connection is made: its line is another one. */
  reset() {
    this.#line = this.#since = Number.NaN;
  }
}
