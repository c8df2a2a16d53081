/**
 * The reader's side of the ring: when to wait, when to play, and how to come and go without a click.
 *
 * It waits until `target` frames are there, then plays. When the network falls behind, it fades out over the last
 * frames it has, waits again and fades in. When more than `limit` has lain unused for a whole `window`, which is
 * lateness and no reserve, it fades, leaps to the present and fades in. Between fades every sample passes untouched.
 */

/** @import { PcmRing } from "./ring.js" */

/** @typedef {"stopped" | "filling" | "playing"} Phase */

/**
 * @typedef {object} Timing frames, at the stream's rate
 * @property {number} target wait for these before the start
 * @property {number} again wait for these after an underrun, when part of them came ahead of time
 * @property {number} limit leap to the present when there were never fewer than these
 * @property {number} window in so many
 * @property {number} rise the fade in
 * @property {number} fall the fade out
 */

/**
 * The usual timing: 400 ms before the start and 500 after an underrun, never more than 800 idle for 10 s,
 * 75 ms in and 15 ms out.
 * @param {number} rate frames a second
 * @returns {Timing}
 */
export function usualTiming(rate) {
  return {
    target: rate * 0.4,
    again: rate * 0.5,
    limit: rate * 0.8,
    window: rate * 10,
    rise: rate * 0.075,
    fall: rate * 0.015,
  };
}

export class JitterBuffer {
  #ring;
  #timing;
  #level = 0;
  #stopping = false;
  #leaping = false;
  #scarce = false;
  #peak = 0;
  #lowest = Number.POSITIVE_INFINITY;
  #watched = 0;
  /** @type {number | null} */
  #next = null;

  /** @type {Phase} */
  phase = "stopped";

  /** How often the sound had to give way because the ring ran low. */
  underruns = 0;

  /** How often the reader leapt to the present because too much had piled up. */
  leaps = 0;

  /**
   * @param {PcmRing} ring
   * @param {Timing} timing
   */
  constructor(ring, timing) {
    this.#ring = ring;
    this.#timing = timing;
  }

  /**
   * Begin to fill from a position, after fading out what may still sound; what lies before it is dropped.
   * @param {number} position
   */
  play(position) {
    if (this.phase === "playing") {
      this.#next = position;
      this.#stopping = true;
    } else {
      this.#begin(position);
    }
  }

  /** Fade out, then stop. */
  stop() {
    this.#next = null;
    this.#stopping = true;
    if (this.phase === "filling") {
      this.phase = "stopped";
    }
  }

  /** The greatest depth since this was last asked: what the buffer holds just after a chunk came in. */
  takePeak() {
    const peak = Math.max(this.#peak, this.#ring.depth);
    this.#peak = 0;
    return peak;
  }

  /**
   * Produce the next block.
   * @param {Float32Array} left
   * @param {Float32Array} right
   */
  fill(left, right) {
    const depth = this.#ring.depth;
    this.#peak = Math.max(this.#peak, depth);
    const wanted = this.underruns > 0 ? this.#timing.again : this.#timing.target;
    if (this.phase === "filling" && depth >= wanted) {
      this.phase = "playing";
    }
    if (this.phase !== "playing") {
      left.fill(0);
      right.fill(0);
      return;
    }
    this.#judge(depth, left.length);
    this.#ring.read(left, right);
    const falling = this.#stopping || this.#leaping || this.#scarce;
    this.#shape(left, right, falling);
    if (falling && this.#level === 0) {
      this.#settle();
    }
  }

  /** @param {number} position */
  #begin(position) {
    this.#ring.seek(position);
    this.#next = null;
    this.#level = 0;
    this.#stopping = this.#leaping = this.#scarce = false;
    this.phase = "filling";
  }

  /**
   * @param {number} depth
   * @param {number} block
   */
  #judge(depth, block) {
    const scarce = depth < this.#timing.fall + block;
    if (scarce && !this.#scarce && !this.#stopping) {
      this.underruns += 1;
    }
    this.#scarce = scarce;
    this.#lowest = Math.min(this.#lowest, depth);
    this.#watched += block;
    if (this.#watched >= this.#timing.window) {
      this.#leaping = this.#lowest > this.#timing.limit;
      this.#rewatch();
    }
  }

  #rewatch() {
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#watched = 0;
  }

  /**
   * Apply the fade, a smooth step between silence and the untouched sample.
   * @param {Float32Array} left
   * @param {Float32Array} right
   * @param {boolean} falling
   */
  #shape(left, right, falling) {
    if (!falling && this.#level === 1) {
      return;
    }
    const step = this.#step(falling);
    for (let i = 0; i < left.length; i++) {
      this.#level = Math.min(1, Math.max(0, this.#level + step));
      const gain = this.#level * this.#level * (3 - 2 * this.#level);
      left[i] *= gain;
      right[i] *= gain;
    }
  }

  /**
   * The fade's change a frame: a pause takes its time, a fade forced by the network has none.
   * @param {boolean} falling
   */
  #step(falling) {
    if (!falling) {
      return 1 / this.#timing.rise;
    }
    return -1 / (this.#stopping && !this.#scarce ? this.#timing.rise : this.#timing.fall);
  }

  /** Silence has been reached: do what the fade was for. */
  #settle() {
    if (this.#next !== null) {
      this.#begin(this.#next);
    } else if (this.#stopping) {
      this.phase = "stopped";
    } else if (this.#leaping) {
      this.#ring.seek((this.#ring.written - this.#timing.target) | 0);
      this.#leaping = false;
      this.leaps += 1;
    } else {
      this.phase = "filling";
      this.#peak = 0;
    }
    this.#rewatch();
  }
}
