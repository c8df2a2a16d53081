/** Figures as a listener reads them. */

import { language, say } from "../words/words.js";

/**
 * @typedef {object} Figures of the player
 * @property {number} depthMs
 * @property {number} targetMs
 * @property {number} jitterMs
 * @property {"emergency" | "low" | "healthy" | "full"} tier
 * @property {number} underruns
 * @property {number} leaps
 * @property {number} lost
 * @property {number} drift
 * @property {number} latencyMs
 * @property {string} codec
 * @property {number} rate
 * @property {boolean} resampled
 * @property {boolean} shared
 */

/**
 * @typedef {object} Situation
 * @property {Figures} figures
 * @property {import("../station/socket.js").Link} link
 * @property {number | null} roundTripMs
 * @property {import("../station/protocol.js").Hello | null} hello
 * @property {import("../station/protocol.js").Status | null} status
 */

/** What the tiers' steps are, in chunks; a step of the gauge for each. */
const STEPS = [0, 1, 3, 5, 8];
const CHUNK_MS = 100;

/**
 * Where a depth stands on the gauge, 0 to 1: each tier has a quarter of it.
 * @param {number} ms
 */
export function onGauge(ms) {
  const chunks = Math.min(8, Math.max(0, ms / CHUNK_MS));
  const step = Math.max(
    0,
    STEPS.findLastIndex((from) => from <= chunks && from < 8),
  );
  const [from = 0, to = 8] = STEPS.slice(step, step + 2);
  return (step + (chunks - from) / (to - from)) / (STEPS.length - 1);
}

/**
 * All figures, each by the name of its words.
 * @param {Situation} now
 * @returns {[name: string, text: string][]}
 */
export function rows({ figures, link, roundTripMs, hello, status }) {
  const { latencyMs, jitterMs, underruns, leaps, lost, drift, codec, rate, resampled, shared } = figures;
  const heard = latencyMs + (roundTripMs ?? 0) / 2;
  return [
    ["latency", milliseconds(heard)],
    ["jitter", milliseconds(jitterMs)],
    ["roundTrip", milliseconds(roundTripMs)],
    ["lead", milliseconds(status?.buffer_depth_ms ?? null)],
    ["underruns", number(underruns)],
    ["lost", number(lost)],
    ["leaps", number(leaps)],
    ["drift", number(drift, { style: "percent", maximumFractionDigits: 2, signDisplay: "exceptZero" })],
    ["wire", codec],
    ["rate", `${number(rate / 1000)} kHz, ${say(resampled ? "health.resampled" : "health.untouched")}`],
    ["memory", say(shared ? "health.shared" : "health.messages")],
    ["link", say(`health.links.${link}`)],
    ["station", hello?.station ?? "–"],
    ["listeners", number(status?.active_clients ?? null)],
    ["client", hello?.client_id ?? "–"],
    ["engine", hello?.engine ?? "–"],
  ];
}

/** @param {number | null} ms */
function milliseconds(ms) {
  return ms === null ? "–" : `${number(ms, { maximumFractionDigits: 0 })} ms`;
}

/**
 * @param {number | null} value
 * @param {Intl.NumberFormatOptions} [form]
 */
function number(value, form) {
  return value === null || !Number.isFinite(value) ? "–" : value.toLocaleString(language, form);
}
