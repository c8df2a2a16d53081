/**
 * The reader's side of the ring: when to wait, when to play, and how to come and go without a click.
 *
 * It waits until enough is there, then plays. When the network falls behind, it fades out over the last frames it
 * has, waits again and fades in. What is late beyond correction is leapt over, in a fade. Between fades, and while
 * the pace is even, every sample passes untouched.
 */

import { Pace } from "./pace.js";
import { Resampler } from "./resampler.js";

/** Seconds of the fade in and of a pause, and of a fade out that the network forces. */
const RISE_S = 0.075;
const FALL_S = 0.015;

/** For so long the place to begin at moves on with the time, if what is due was known. */
const PATIENCE_S = 0.5;

/** @typedef {"stopped" | "filling" | "playing"} Phase */

export class JitterBuffer {
  #ring;
  #reader;
  #rise;
  #fall;
  #level = 0;
  #stopping = false;
  #patience = 0;
  #scarce = false;
  /** @type {number | undefined} */
  #wanted;
  /** @type {{ position: number, wanted: number | undefined } | null} */
  #next = null;

  /** @type {Phase} */
  phase = "stopped";

  /** How often the sound had to give way because the ring ran low. */
  underruns = 0;

  /** How often the reader leapt to the present because too much had piled up. */
  leaps = 0;

  /**
   * @param {import("./ring.js").PcmRing} ring
   * @param {number} rate the ring's frames a second
   * @param {number} [out] the loudspeaker's
   */
  constructor(ring, rate, out = rate) {
    this.#ring = ring;
    this.#reader = new Resampler(ring, rate / out);
    this.#rise = out * RISE_S;
    this.#fall = out * FALL_S;
    this.pace = new Pace(rate);
  }

  /** The ring's position of the frame that comes out next. */
  get position() {
    return this.#reader.position;
  }

  /**
   * Begin to fill from a position, after fading out what may still sound; what lies before it is dropped.
   * @param {number} position may be still to be written
   * @param {number} [wanted] where that is what is due: frames to wait for; else the target is waited for
   */
  play(position, wanted) {
    if (this.phase === "playing") {
      this.#next = { position, wanted };
      this.#stopping = true;
    } else {
      this.#begin(position, wanted);
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

  /**
   * Produce the next block.
   * @param {Float32Array} left
   * @param {Float32Array} right
   */
  fill(left, right) {
    const { depth } = this.#ring;
    const block = left.length * this.#reader.ratio;
    if (this.phase === "filling") {
      this.#await(depth, block);
    }
    this.pace.watch(Math.max(0, depth), block, this.phase === "playing");
    if (this.phase !== "playing") {
      left.fill(0);
      right.fill(0);
      return;
    }
    this.#judge(depth - 2 * block);
    this.#reader.read(left, right, 1 + this.pace.drift);
    const falling = this.#stopping || this.pace.late || this.#scarce;
    this.#shape(left, right, falling);
    if (falling && this.#level === 0) {
      this.#settle();
    }
  }

  /**
   * @param {number} position
   * @param {number} [wanted]
   */
  #begin(position, wanted) {
    this.#reader.seek(position);
    this.#wanted = wanted;
    this.#patience = wanted === undefined ? 0 : (this.pace.frames / this.pace.target) * 10 * PATIENCE_S;
    this.#next = null;
    this.#level = 0;
    this.#stopping = this.#scarce = false;
    this.phase = "filling";
  }

  /**
   * @param {number} depth
   * @param {number} block
   */
  #await(depth, block) {
    if (depth >= (this.#wanted ?? this.pace.frames)) {
      this.phase = "playing";
      this.pace.begin(depth);
    } else if (this.#patience > 0) {
      this.#patience -= block;
      this.#ring.seek((this.#ring.taken + block) | 0);
    }
  }

  /** @param {number} spare */
  #judge(spare) {
    const scarce = spare < this.#fall * this.#reader.ratio;
    if (scarce && !this.#scarce && !this.#stopping) {
      this.underruns += 1;
    }
    this.#scarce = scarce;
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
      return 1 / this.#rise;
    }
    return -1 / (this.#scarce ? this.#fall : this.#rise);
  }

  /** Silence has been reached: do what the fade was for. */
  #settle() {
    if (this.#next) {
      this.#begin(this.#next.position, this.#next.wanted);
    } else if (this.#stopping) {
      this.phase = "stopped";
    } else if (this.#scarce) {
      this.#wanted = undefined;
      this.phase = "filling";
    } else {
      this.#reader.seek((this.#ring.written - this.pace.middle) | 0);
      this.pace.begin(0);
      this.leaps += 1;
    }
  }
}
