/** The sentences of the page. */

/** @typedef {{ text: string, tone: "calm" | "warn" }} Sentence */

const FIELD_NAMES = new Map([
  ["bpm", "The tempo"],
  ["key", "The key"],
  ["mode", "The mode"],
  ["intensity", "The intensity"],
  ["preset", "The preset"],
]);

const CLOSED_BY_SERVER = new Map([
  [1013, "The station is full at the moment. Trying again soon."],
  [4404, "There is no station of this name."],
]);

export const RATE_REFUSED = "This browser cannot play at the station's sample rate.";
export const NO_SOUND = "The browser could not open the sound output.";

/**
 * What is going on, in one sentence. A line that drops and comes back while sound is left is not worth a word.
 * @param {{ link: import("./socket.js").Link, code: number, player: import("./player.js").PlayerState,
 *   paused: boolean }} now
 * @returns {Sentence}
 */
export function statusSentence(now) {
  if (now.player === "playing") {
    return { text: "Playing live", tone: "calm" };
  }
  if (now.link === "waiting" || (now.link === "closed" && now.code !== 0)) {
    const text = CLOSED_BY_SERVER.get(now.code) ?? "The station is out of reach. Trying to find it again.";
    return { text, tone: "warn" };
  }
  if (now.paused) {
    return { text: "Paused. The station plays on.", tone: "calm" };
  }
  if (now.link !== "open") {
    return { text: "Tuning in", tone: "calm" };
  }
  return { text: now.player === "buffering" ? "Gathering sound" : "Press Play to listen.", tone: "calm" };
}

/**
 * What the server refused, or reported, in one sentence.
 * @param {import("./protocol.js").Refusal} refusal
 */
export function refusalSentence(refusal) {
  if (refusal.code === "INVALID_CONTROL" && refusal.field) {
    const name = FIELD_NAMES.get(refusal.field) ?? refusal.field;
    const allowed = refusal.allowed ? `; allowed: ${refusal.allowed}` : "";
    return `${name} stays as it was${allowed}.`;
  }
  return refusal.message;
}

/**
 * @param {string} word
 */
export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
