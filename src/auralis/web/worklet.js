/**
 * The audio thread: takes frames out of the ring, gives them to the browser, says where it is.
 *
 * The ring lies in memory shared with the page where the browser allows it, and chunks come as messages where not.
 */

import { JitterBuffer, usualTiming } from "./jitter.js";
import { PcmRing } from "./ring.js";

/** Blocks of 128 frames between two reports: about 100 ms. */
const REPORT_BLOCKS = 34;

/**
 * @typedef {object} Report
 * @property {number} position of the first frame of the block that was just produced
 * @property {number} time of that frame, in the audio context's seconds
 * @property {number} peak the greatest depth since the last report, in frames
 * @property {import("./jitter.js").Phase} phase
 * @property {number} underruns
 * @property {number} leaps
 */

/**
 * @typedef {{ type: "play", position: number } | { type: "stop" }
 *   | { type: "chunk", pcm: Int16Array, joined: boolean }} Order
 */

class Playback extends AudioWorkletProcessor {
  #ring;
  #buffer;
  #blocks = 0;
  /** @type {import("./jitter.js").Phase} */
  #told = "stopped";

  /** @param {PlaybackOptions} options */
  constructor(options) {
    super();
    this.#ring = new PcmRing(options.processorOptions.memory);
    this.#buffer = new JitterBuffer(this.#ring, usualTiming(sampleRate));
    this.port.onmessage = (/** @type {MessageEvent<Order>} */ event) => this.#obey(event.data);
  }

  /**
   * @param {Float32Array[][]} _inputs
   * @param {Float32Array[][]} outputs
   */
  process(_inputs, outputs) {
    const [left, right] = outputs[0];
    const position = this.#ring.taken;
    this.#buffer.fill(left, right);
    this.#blocks += 1;
    if (this.#blocks >= REPORT_BLOCKS || this.#buffer.phase !== this.#told) {
      this.#report(position);
    }
    return true;
  }

  /** @param {Order} order */
  #obey(order) {
    if (order.type === "play") {
      this.#buffer.play(order.position);
    } else if (order.type === "stop") {
      this.#buffer.stop();
    } else {
      this.#take(order.pcm, order.joined);
    }
  }

  /**
   * Reader and writer are this thread when chunks come as messages, so the oldest frames may make room.
   * @param {Int16Array} pcm
   * @param {boolean} joined
   */
  #take(pcm, joined) {
    const excess = this.#ring.depth + pcm.length / 2 - this.#ring.capacity;
    if (excess > 0) {
      this.#ring.seek((this.#ring.taken + excess) | 0);
    }
    this.#ring.write(pcm, joined);
  }

  /** @param {number} position */
  #report(position) {
    const { phase, underruns, leaps } = this.#buffer;
    this.#blocks = 0;
    this.#told = phase;
    this.port.postMessage({
      position,
      time: currentTime,
      peak: this.#buffer.takePeak(),
      phase,
      underruns,
      leaps,
    });
  }
}

registerProcessor("auralis-playback", Playback);
