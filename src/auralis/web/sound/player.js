/** From chunks to the loudspeaker: when to play, how loud, and which frame is audible now. */

import { Signal } from "../station/signal.js";
import { Codecs } from "./codecs.js";
import { Condition } from "./condition.js";
import { Intake } from "./intake.js";
import { Loudness } from "./loudness.js";
import { Output } from "./output.js";

/** @import { Codec } from "./codecs.js" */
/** @import { Chunk } from "../station/protocol.js" */

const CHUNKS_PER_SECOND = 10;

/** Moments at which a browser may let sound out that it held back. */
const MOMENTS = ["visibilitychange", "pointerdown", "keydown", "online", "focus"];

/** @typedef {"silent" | "starting" | "buffering" | "playing"} PlayerState */

export class Player {
  /** @type {Signal<PlayerState>} */
  onState = new Signal();

  #codecs;
  #intake = new Intake();
  #condition = new Condition();
  #loudness = new Loudness();
  /** @type {Output | null} */
  #output = null;
  /** @type {Promise<void> | null} */
  #opening = null;
  #joining = false;

  onTier = this.#condition.onTier;

  /** @type {PlayerState} */
  state = "silent";

  /** Whether sound is meant to come out, now or as soon as it can. */
  wanted = false;

  /** The station's frames a second. */
  rate = 44_100;

  /** @param {Pick<Storage, "getItem" | "setItem"> | null} storage */
  constructor(storage) {
    this.#codecs = new Codecs(storage);
    this.onForms = this.#codecs.onForms;
    for (const moment of MOMENTS) {
      globalThis.addEventListener?.(moment, () => this.#active && this.#output?.wake(), true);
    }
  }

  /** The subprotocols to offer, the best first. */
  get forms() {
    return this.#codecs.forms;
  }

  get codec() {
    return this.#codecs.choice;
  }

  set codec(/** @type {Codec} */ choice) {
    this.#codecs.choice = choice;
  }

  /** The audio context; null until the first play. */
  get context() {
    return this.#output?.context ?? null;
  }

  /** The last node before the destination; null until the first play. */
  get output() {
    return this.#loudness.output;
  }

  /** From 0 to 1; at 1 every sample passes untouched. */
  get volume() {
    return this.#loudness.volume;
  }

  set volume(volume) {
    this.#loudness.volume = volume;
  }

  /** How loud the fade is now, from 0 to 1. */
  get faded() {
    return this.#loudness.faded;
  }

  /**
   * Fade to a loudness, beside the volume; it goes on whatever else happens to the sound.
   * @param {number} to from 0 to 1
   * @param {number} seconds
   */
  fade(to, seconds) {
    this.#loudness.fade(to, seconds);
  }

  /**
   * Play at the station's rate; what was made for another one is replaced.
   * @param {number} rate
   */
  async setRate(rate) {
    await this.#learn(() => Object.assign(this, { rate }));
  }

  /** Start, or stay started. Resolves when the browser lets the sound out, which may need a tap by the listener. */
  async play() {
    this.wanted = true;
    if (this.state === "silent") {
      this.#become("starting");
    }
    await this.#ready();
    const output = this.#output;
    // One that is replaced meanwhile need not have started.
    await output?.context.resume().catch((error) => output === this.#output && Promise.reject(error));
    if (this.wanted && output === this.#output && this.state === "starting") {
      this.#become("buffering");
      this.#join();
    }
  }

  /** Fade out and rest until `play`. */
  pause() {
    this.wanted = false;
    this.#output?.order({ type: "stop" });
    this.#become("silent");
  }

  /**
   * Take the next chunk; while nothing plays the newest are kept, so that playing may begin at once.
   * @param {Chunk} chunk
   */
  receive(chunk) {
    const now = Date.now();
    const follows = this.#intake.accept(chunk, now);
    if (follows === null) {
      return;
    }
    this.#learn(() => this.#codecs.learn(chunk)).catch(() => this.pause());
    this.#joining ||= !follows;
    if (this.#joining && this.#intake.settled(now)) {
      this.#join();
    } else if (this.#active && !this.#joining) {
      this.#output?.writer.take(chunk);
    }
  }

  /**
   * A connection was made: chunks before the one it expects belong to a station that has started anew.
   * @param {number} seq the next chunk's
   */
  expect(seq) {
    this.#intake.expect(seq);
  }

  /** Another station: what plays fades out, and what comes is played. */
  forget() {
    this.#intake.clear();
    this.#join();
  }

  /** The station's frame that is audible now, or null while nothing plays. */
  framePlaying() {
    const { report, sounding } = this.#condition;
    const rate = this.#streamRate;
    const frame = this.#active && sounding ? this.#output?.audible(report, rate) : null;
    return typeof frame === "number" ? Math.max(0, ((frame - this.#codecs.delay) * this.rate) / rate) : null;
  }

  /** How this listener fares. */
  figures() {
    const condition = this.#condition.figures();
    const stream = this.#streamRate;
    const rate = this.context?.sampleRate ?? stream;
    const latency = this.#codecs.delay / stream + (this.#output?.latency ?? 0);
    return {
      ...condition,
      latencyMs: condition.depthMs + latency * 1000,
      jitterMs: this.#intake.jitterMs,
      lost: this.#intake.lost,
      buffering: this.state === "buffering",
      codec: this.#codecs.form,
      rate,
      resampled: rate !== stream,
      shared: globalThis.crossOriginIsolated === true,
    };
  }

  /** Whether chunks are on their way to the loudspeaker. */
  get #active() {
    return this.state === "buffering" || this.state === "playing";
  }

  /** What comes over the line, in frames a second. */
  get #streamRate() {
    return this.#codecs.rate(this.rate);
  }

  /**
   * Learn what may change the stream's rate.
   * @param {() => void} lesson
   */
  async #learn(lesson) {
    const before = this.#streamRate;
    lesson();
    if (this.#streamRate !== before) {
      await this.#reopen();
    }
  }

  /** Begin with what is at hand, so that what is due sounds when it should; else wait for what comes. */
  #join() {
    if (!this.#active || !this.#output?.running) {
      return;
    }
    const { writer } = this.#output;
    const { target } = this.#condition.report;
    const { chunks, ahead } = this.#intake.start(target, Date.now());
    const frames = this.#streamRate / CHUNKS_PER_SECOND;
    const known = ahead >= 0;
    const position = (writer.position + Math.round(known ? ahead * frames : 0)) | 0;
    this.#joining = false;
    this.#condition.fill();
    this.#output.order({ type: "play", position, wanted: known ? (target - 1) * frames : undefined });
    writer.begin(chunks);
  }

  /** Open the output once; after a failure the next call tries again. */
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
    const rate = this.#streamRate;
    const output = await Output.open(rate, {
      hear: (report) => output === this.#output && this.#hear(report, rate),
      giveUp: () => this.#codecs.giveUp(),
      turn: () => output === this.#output && this.#notice(output),
    });
    this.#output = output;
    this.#loudness.connect(output.node);
  }

  async #reopen() {
    await this.#opening?.catch(() => {});
    const output = this.#output;
    this.#output = this.#opening = null;
    this.#condition.reset();
    this.#intake.clear();
    await output?.context.close();
    if (output && this.wanted) {
      this.#become("starting");
      await this.play();
    }
  }

  /** A laptop slept, a call came in, a device went; or all is well again. @param {Output} output */
  #notice(output) {
    if (this.#active && !output.running) {
      this.#joining = true;
      output.wake();
    } else if (this.#joining) {
      this.#join();
    }
  }

  /**
   * @param {import("./worklet.js").Report} report
   * @param {number} rate
   */
  #hear(report, rate) {
    this.#condition.hear(report, rate);
    if (this.#active) {
      this.#become(this.#condition.buffering ? "buffering" : "playing");
    } else if (report.phase === "stopped" && !this.wanted) {
      this.context?.suspend();
    }
  }

  /** @param {PlayerState} state */
  #become(state) {
    if (state !== this.state) {
      this.state = state;
      this.onState.emit(state);
    }
  }
}
