/** From chunks to the loudspeaker: the audio context, the worklet, the volume, and which frame is audible now. */

import { openFeed } from "./feed.js";
import { FrameMap } from "./framemap.js";
import { tierOf } from "./tiers.js";

const VOLUME_RAMP_SECONDS = 0.08;
const DEFAULT_RATE = 44_100;
const CHUNKS_PER_SECOND = 10;

/** @typedef {"silent" | "starting" | "buffering" | "playing"} PlayerState */
/** @typedef {import("./worklet.js").Report} Report */

/** The browser will not play at the station's rate. */
export class RateRefused extends Error {}

export class Player {
  #onChange;
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AudioWorkletNode | null} */
  #node = null;
  /** @type {import("./feed.js").Feed | null} */
  #feed = null;
  #map = new FrameMap();
  /** @type {Report | null} */
  #report = null;
  /** @type {Promise<void> | null} */
  #opening = null;
  #wanted = false;
  #expected = -1;
  #volume = 1;

  /** @type {PlayerState} */
  state = "silent";

  /** The station's frames a second. */
  rate = DEFAULT_RATE;

  /** The last node before the destination; null until the first play. @type {GainNode | null} */
  output = null;

  /** @param {(state: PlayerState) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Whether sound is meant to come out, now or as soon as it can. */
  get wanted() {
    return this.#wanted;
  }

  get context() {
    return this.#context;
  }

  /** Whether the page shares memory with the audio thread. */
  get shared() {
    return globalThis.crossOriginIsolated === true;
  }

  /** From 0 to 1; at 1 every sample passes untouched. */
  get volume() {
    return this.#volume;
  }

  set volume(volume) {
    this.#volume = Math.min(1, Math.max(0, volume));
    const gain = this.output?.gain;
    if (gain && this.#context) {
      const now = this.#context.currentTime;
      gain.cancelScheduledValues(now);
      gain.setValueAtTime(gain.value, now);
      gain.linearRampToValueAtTime(this.#volume, now + VOLUME_RAMP_SECONDS);
    }
  }

  /**
   * Play at the station's rate; a context made for another one is replaced.
   * @param {number} rate
   */
  async setRate(rate) {
    if (rate === this.rate) {
      return;
    }
    this.rate = rate;
    if (this.#context) {
      const wanted = this.#wanted;
      await this.#close();
      if (wanted) {
        await this.play();
      }
    }
  }

  /**
   * Start, or stay started. Resolves when the browser lets the sound out, which may need a tap by the listener;
   * raises `RateRefused` when it cannot play at the station's rate.
   */
  async play() {
    this.#wanted = true;
    this.#become("starting");
    await this.#ready();
    await this.#context?.resume();
    if (this.#wanted && this.state === "starting" && this.#feed) {
      this.#expected = -1;
      this.#node?.port.postMessage({ type: "play", position: this.#feed.position });
      this.#become("buffering");
    }
  }

  /** Fade out and rest until `play`. */
  pause() {
    this.#wanted = false;
    this.#node?.port.postMessage({ type: "stop" });
    this.#become("silent");
  }

  /**
   * Take the next chunk; while nothing plays it is let go.
   * @param {import("./protocol.js").Chunk} chunk
   */
  receive(chunk) {
    const playing = this.state === "buffering" || this.state === "playing";
    if (!playing || !this.#feed || !this.#node || this.#isRepeat(chunk.seq)) {
      return;
    }
    const { position } = this.#feed;
    const joined = chunk.seq === this.#expected;
    const fits = this.#feed.write(chunk.pcm, joined, this.#node.port);
    if (fits && !joined) {
      this.#map.begin(position, chunk.seq * (this.rate / CHUNKS_PER_SECOND));
    }
    this.#expected = fits ? chunk.seq + 1 : -1;
  }

  /**
   * A connection was made: chunks before the one it expects belong to a station that has started anew.
   * @param {number} seq the next chunk's
   */
  expect(seq) {
    if (seq < this.#expected) {
      this.#expected = -1;
    }
  }

  /** The station's frame that is audible now, or null while nothing plays. */
  framePlaying() {
    const report = this.#report;
    const frame = report && this.state === "playing" ? this.#map.at(report.position) : null;
    if (frame === null || !report || !this.#context) {
      return null;
    }
    const audible = this.#context.currentTime - this.#outputLatency();
    return Math.max(0, frame + (audible - report.time) * this.rate);
  }

  /** How this listener fares. */
  figures() {
    const depth = (this.#report?.peak ?? 0) / this.rate;
    return {
      depthMs: depth * 1000,
      tier: tierOf(depth * CHUNKS_PER_SECOND),
      underruns: this.#report?.underruns ?? 0,
      leaps: this.#report?.leaps ?? 0,
      latencyMs: (depth + this.#outputLatency()) * 1000,
    };
  }

  #outputLatency() {
    return this.#context?.outputLatency || this.#context?.baseLatency || 0;
  }

  /** @param {number} seq */
  #isRepeat(seq) {
    return seq < this.#expected;
  }

  /** Open the context once; after a failure the next call tries again. */
  async #ready() {
    this.#opening ??= this.#open();
    try {
      await this.#opening;
    } catch (error) {
      this.#opening = null;
      this.pause();
      throw error;
    }
  }

  async #open() {
    const context = new AudioContext({ sampleRate: this.rate, latencyHint: "balanced" });
    if (context.sampleRate !== this.rate) {
      await context.close();
      throw new RateRefused(String(this.rate));
    }
    this.#context = context;
    await context.audioWorklet.addModule(new URL("worklet.js", import.meta.url));
    this.#feed = openFeed(this.shared);
    this.#node = new AudioWorkletNode(context, "auralis-playback", {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions: { memory: this.#feed.memory },
    });
    this.#node.port.onmessage = (event) => this.#hear(event.data);
    this.output = new GainNode(context, { gain: this.#volume });
    this.#node.connect(this.output).connect(context.destination);
  }

  async #close() {
    const context = this.#context;
    this.#context = this.#node = this.#feed = this.#opening = this.output = this.#report = null;
    this.#map = new FrameMap();
    await context?.close();
  }

  /** @param {Report} report */
  #hear(report) {
    this.#report = report;
    if (report.phase === "stopped" && !this.#wanted) {
      this.#context?.suspend();
    } else if (this.#wanted && (this.state === "buffering" || this.state === "playing")) {
      this.#become(report.phase === "playing" ? "playing" : "buffering");
    }
  }

  /** @param {PlayerState} state */
  #become(state) {
    if (state !== this.state) {
      this.state = state;
      this.#onChange(state);
    }
  }
}
