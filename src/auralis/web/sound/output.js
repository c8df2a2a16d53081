/** The audio context, the worklet in it, and the way into its ring. */

import { openFeed } from "./feed.js";
import { RingWriter } from "./writer.js";

/**
 * @typedef {object} Events
 * @property {(report: import("./worklet.js").Report) => void} hear
 * @property {() => void} giveUp packets can't be decoded
 * @property {() => void} turn the browser stopped, or goes on
 */

export class Output {
  /**
   * @param {AudioContext} context
   * @param {number} rate the stream's frames a second
   * @param {Events} events
   */
  constructor(context, rate, events) {
    const feed = openFeed(globalThis.crossOriginIsolated === true);
    this.context = context;
    this.node = new AudioWorkletNode(context, "auralis-playback", {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions: { memory: feed.memory, rate },
    });
    this.node.port.onmessage = (event) => events.hear(event.data);
    this.writer = new RingWriter(feed, this.node.port, rate, events.giveUp);
    context.onstatechange = events.turn;
  }

  /**
   * Open it at the stream's rate, or, where the browser will not, at the device's.
   * @param {number} rate
   * @param {Events} events
   */
  static async open(rate, events) {
    const context = openContext(rate);
    try {
      await context.audioWorklet.addModule(new URL("worklet.js", import.meta.url));
      return new Output(context, rate, events);
    } catch (error) {
      context.close();
      throw error;
    }
  }

  /** Seconds between the context's clock and the ear. */
  get latency() {
    return this.context.outputLatency || this.context.baseLatency || 0;
  }

  get running() {
    return this.context.state === "running";
  }

  /** Ask the browser to go on. */
  wake() {
    if (!this.running) {
      this.context.resume().catch(() => {});
    }
  }

  /**
   * The stream's frame that is heard now, or null.
   * @param {import("./worklet.js").Report} report
   * @param {number} rate
   */
  audible({ position, time }, rate) {
    const frame = this.writer.frameAt(position);
    return frame === null ? null : frame + (this.context.currentTime - this.latency - time) * rate;
  }

  /** @param {import("./worklet.js").Order} order */
  order(order) {
    this.node.port.postMessage(order);
  }
}

/** @param {number} rate */
function openContext(rate) {
  try {
    return new AudioContext({ sampleRate: rate, latencyHint: "balanced" });
  } catch {
    return new AudioContext({ latencyHint: "balanced" });
  }
}
