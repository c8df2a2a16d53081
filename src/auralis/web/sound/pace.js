/**
 * How deep the jitter buffer is to be, and how much faster or slower to play to get there.
 *
 * Depths are counted in chunks just after one came in. The target is 3; a low buffer raises it to 5, and one that
 * stayed full lowers it again, more reluctantly each time. Around the target lies a dead band in which nothing is
 * corrected. Beyond it the pace glides to at most 2 % off and back, and what would take too long is `late`.
 */

import { tierOf } from "./tiers.js";

export const SHALLOW = 3;
const DEEP = 5;

/** Tenths of a second for which the buffer must be full before the target falls; doubled by each rise. */
const PATIENCE = 600;
const LONGEST_PATIENCE = 4800;

/** In chunks: where correcting begins, below the target before the buffer is low; and where it ends. */
const TOO_FEW = 0.4;
const TOO_MANY = 0.75;
const THERE = 0.1;

const FASTEST = 0.02;
const SMOOTH_S = 2;
const SLEW_S = 0.5;

/** What a leap is for: more chunks than this too many, for all of so many tenths of a second. */
const LATE_BY = 1.9;
const LATE_FOR = 50;

export class Pace {
  #chunk;
  #level = 0;
  #top = 0;
  #passed = 0;
  #lowest = Number.POSITIVE_INFINITY;
  #lowestBefore = Number.POSITIVE_INFINITY;
  #watched = 0;
  #full = 0;
  #patience = PATIENCE / 2;
  #goal = 0;

  /** Chunks. */
  target = SHALLOW;

  /** How much faster to play, −0.02 to 0.02. */
  drift = 0;

  /** How often the pace was corrected. */
  corrections = 0;

  /** The greatest depth in the last tenth of a second. */
  peak = 0;

  /** Whether so much lies unused that only a leap helps. */
  late = false;

  /** @param {number} rate the stream's frames a second */
  constructor(rate) {
    this.#chunk = rate / 10;
  }

  /** The target in frames. */
  get frames() {
    return this.target * this.#chunk;
  }

  /** What lies in the ring on the average when the target is met: half a chunk less than just after one came in. */
  get middle() {
    return this.frames - this.#chunk / 2;
  }

  /**
   * Playing begins, or goes on elsewhere.
   * @param {number} depth
   */
  begin(depth) {
    this.#level = Math.max(this.middle, depth - this.#chunk / 2);
    this.#goal = this.drift = this.#top = this.#watched = 0;
    this.#rewatch();
  }

  /**
   * Time goes by.
   * @param {number} depth
   * @param {number} frames
   * @param {boolean} playing
   */
  watch(depth, frames, playing) {
    this.#top = Math.max(this.#top, depth);
    if (playing) {
      // What drift takes away is known at once; the rest is learned slowly.
      this.#level += ((depth - this.#level) / (SMOOTH_S * 10 * this.#chunk) - this.drift) * frames;
      this.#lowest = Math.min(this.#lowest, depth);
      this.#glide((FASTEST * frames) / (SLEW_S * 10 * this.#chunk));
    }
    this.#passed += frames;
    if (this.#passed >= this.#chunk) {
      this.#passed -= this.#chunk;
      this.peak = this.#top;
      this.#top = 0;
      if (playing) {
        this.#aim();
        this.#correct();
        this.#wait();
      }
    }
  }

  /** Choose the target by the tier. */
  #aim() {
    const tier = tierOf(this.peak / this.#chunk);
    this.#full = tier === "full" ? this.#full + 1 : 0;
    if (tier === "low" || tier === "emergency") {
      this.#patience = this.target === DEEP ? this.#patience : Math.min(LONGEST_PATIENCE, this.#patience * 2);
      this.target = DEEP;
    } else if (this.#full >= this.#patience) {
      this.target = SHALLOW;
      this.#full = 0;
      this.#rewatch();
    }
  }

  /** Choose the pace: the farther from the target, the more; but never drain what bursts of chunks need. */
  #correct() {
    const off = (this.#level - this.middle) / this.#chunk;
    const needed = off > 0 && Math.min(this.#lowest, this.#lowestBefore) < this.#chunk;
    const there = this.#goal === 0 ? -TOO_FEW <= off && off <= TOO_MANY : off * Math.sign(this.#goal) < THERE;
    if (needed || there) {
      this.#goal = 0;
      return;
    }
    this.corrections += this.#goal === 0 ? 1 : 0;
    this.#goal = Math.sign(off) * Math.max(Math.abs(this.#goal), Math.min(FASTEST, 0.01 * off * off));
  }

  /** @param {number} most */
  #glide(most) {
    this.drift += Math.min(most, Math.max(-most, this.#goal - this.drift));
  }

  #wait() {
    this.#watched += 1;
    if (this.#watched >= LATE_FOR) {
      this.late = this.#lowest > this.frames + (LATE_BY - 1) * this.#chunk;
      this.#rewatch(this.late);
    }
  }

  #rewatch(late = false) {
    this.late = late;
    this.#lowestBefore = this.#watched > 0 ? this.#lowest : Number.POSITIVE_INFINITY;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#watched = 0;
  }
}
