/** How the buffer on the audio thread fares, by its reports. */

import { Signal } from "../station/signal.js";
import { SHALLOW } from "./pace.js";
import { tierOf } from "./tiers.js";

/** @import { Tier } from "./tiers.js" */
/** @import { Report } from "./worklet.js" */

const CHUNK_MS = 100;

/** Fewer chunks than these are shown as buffering. */
const FEW = 2;

/** What there is to tell before the first report. @type {Report} */
const NOTHING = {
  position: 0,
  time: 0,
  peak: 0,
  phase: "stopped",
  target: SHALLOW,
  drift: 0,
  corrections: 0,
  underruns: 0,
  leaps: 0,
};

export class Condition {
  /** The buffer came to an emergency, or out of it. @type {Signal<Tier>} */
  onTier = new Signal();

  #rate = 1;
  #played = false;
  /** @type {Tier} */
  #told = "healthy";

  report = NOTHING;

  /** The audio thread begins anew. */
  reset() {
    this.report = NOTHING;
  }

  /** The buffer is to be filled; until it has been, it can't be in an emergency. */
  fill() {
    this.#played = false;
  }

  /**
   * @param {Report} report
   * @param {number} rate the stream's frames a second
   */
  hear(report, rate) {
    this.report = report;
    this.#rate = rate;
    this.#played ||= this.sounding;
    const { tier } = this;
    if (this.#played && (tier === "emergency") !== (this.#told === "emergency")) {
      this.#told = tier;
      this.onTier.emit(tier);
    }
  }

  get sounding() {
    return this.report.phase === "playing";
  }

  /** Whether so little is there that the listener should know. */
  get buffering() {
    return !this.sounding || Math.round(this.depthMs / CHUNK_MS) < FEW;
  }

  get tier() {
    return tierOf(this.depthMs / CHUNK_MS);
  }

  get depthMs() {
    return (this.report.peak * 1000) / this.#rate;
  }

  figures() {
    const { target, drift, corrections, underruns, leaps } = this.report;
    const { depthMs, tier } = this;
    return { depthMs, targetMs: target * CHUNK_MS, tier, drift, corrections, underruns, leaps };
  }
}
