/**
 * The audio thread: takes frames out of the ring, gives them to the browser, says where it is.
 *
 * The ring lies in memory shared with the page where the browser allows it, and chunks come as messages where not.
 */

import { JitterBuffer } from "./jitter.js";
import { PcmRing } from "./ring.js";

/** Reports in a second. */
const REPORTS = 10;

/**
 * @typedef {object} Report
 * @property {number} position of the first frame of the block that was just produced
 * @property {number} time of that frame, in the audio context's seconds
 * @property {number} peak the greatest depth in the last tenth of a second, in frames
 * @property {import("./jitter.js").Phase} phase
 * @property {number} target chunks
 * @property {number} drift how much faster it plays
 * @property {number} corrections
 * @property {number} underruns
 * @property {number} leaps
 */

/**
 * @typedef {{ type: "play", position: number, wanted?: number | undefined } | { type: "stop" }
 *   | { type: "chunk", pcm: Int16Array, joined: boolean }} Order
 */

class Playback extends AudioWorkletProcessor {
  #ring;
  #buffer;
  #frames = 0;
  /** @type {import("./jitter.js").Phase} */
  #told = "stopped";

  /** @param {PlaybackOptions} options */
  constructor({ processorOptions: { memory, rate } }) {
    super();
    this.#ring = new PcmRing(memory);
    this.#buffer = new JitterBuffer(this.#ring, rate, sampleRate);
    this.port.onmessage = (/** @type {MessageEvent<Order>} */ event) => this.#obey(event.data);
  }

  /**
   * @param {Float32Array[][]} _inputs
   * @param {Float32Array[][]} outputs
   */
  process(_inputs, outputs) {
    const [left, right] = outputs[0];
    const { position } = this.#buffer;
    this.#buffer.fill(left, right);
    this.#frames += left.length;
    if (this.#frames * REPORTS >= sampleRate || this.#buffer.phase !== this.#told) {
      this.#report(position);
    }
    return true;
  }

  /** @param {Order} order */
  #obey(order) {
    if (order.type === "play") {
      this.#buffer.play(order.position, order.wanted);
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
    const { peak, target, drift, corrections } = this.#buffer.pace;
    this.#frames = 0;
    this.#told = phase;
    this.port.postMessage({
      position,
      time: currentTime,
      peak,
      phase,
      target,
      drift,
      corrections,
      underruns,
      leaps,
    });
  }
}

registerProcessor("auralis-playback", Playback);
