/** The words of the socket: what comes in is checked here once, so that the rest may trust it. */

const HEADER_BYTES = 24;
const MAGIC = 0x31525541; // "AUR1", little-endian
const SILENT = 1;

/** The subprotocols with sound as binary frames: as it is, and compressed. */
export const PCM = "auralis.pcm";
export const OPUS = "auralis.opus";

/**
 * @typedef {object} Chunk a tenth of a second
 * @property {number} seq
 * @property {boolean} silent played because something failed
 * @property {number} timestamp Unix seconds when it was rendered
 * @property {Int16Array} [pcm] interleaved stereo; or
 * @property {Uint8Array[]} [packets] Opus, 20 ms each
 */

/** @typedef {{ [field: string]: unknown }} Settings flat: "key", "bpm", "layers.pad.gain" */

/**
 * @typedef {object} Chord
 * @property {number} frame
 * @property {number} frames
 * @property {string} symbol
 * @property {string} roman
 * @property {number[]} pitch_classes
 * @property {string} [reason]
 * @property {number} [root_pitch]
 */

/**
 * @typedef {object} Note
 * @property {number} frame
 * @property {number} frames
 * @property {string} layer
 * @property {string} [voice]
 * @property {number} pitch
 * @property {number} velocity
 */

/**
 * @typedef {object} Motif a statement of a motif
 * @property {number} frame
 * @property {number} frames
 * @property {string} motif its letter
 */

/**
 * @typedef {object} Hello
 * @property {"hello"} type
 * @property {string} client_id
 * @property {string} station
 * @property {number} sample_rate
 * @property {number} seq the next chunk's
 * @property {Settings} context
 * @property {"permanent" | "personal"} [kind]
 * @property {boolean} [asleep] nothing is heard until the station is woken
 * @property {boolean} [token_needed] one must bring a token to listen
 * @property {string} [owner_token] only where the station was opened by this connection
 * @property {number} [seed]
 * @property {string} [kit]
 * @property {string} [engine] the version of what plays
 * @property {string} [address] the recipe so far
 */

/**
 * @typedef {object} Update
 * @property {"generation_update"} type
 * @property {number} frame
 * @property {number} frames
 * @property {number} bpm
 * @property {Settings} context
 * @property {Chord[]} chords
 * @property {Note[]} notes
 * @property {number} [section]
 * @property {number} [phrase]
 * @property {string} [phrase_reason] why the phrase is as it is
 * @property {Motif[]} [motifs]
 * @property {string[]} [notices] what could not be had, said once
 */

/**
 * @typedef {object} Refusal
 * @property {"error"} type
 * @property {string} code
 * @property {string} message
 * @property {string} [field]
 * @property {string} [allowed]
 * @property {number} [count] chunks left out, with `BUFFER_OVERRUN`
 * @property {string} [severity]
 */

/**
 * @typedef {object} NightPlan what the station's night is to bring; times are ISO 8601, in UTC
 * @property {"night"} type
 * @property {boolean} asleep
 * @property {{ silent_at: string, fade_at: string, fade_s: number, fading: boolean } | null} sleep
 * @property {{ at: string, zone: string, fade_s: number, repeat: "once" | "daily", next: string } | null} wake
 */

/** @typedef {{ type: "pong", client_time?: string }} Pong */

/**
 * @typedef {object} Status how the server fares
 * @property {"status"} type
 * @property {number} buffer_depth_ms how far rendering runs ahead
 * @property {number} active_clients
 * @property {number} synthesis_latency_ms
 */

/** @typedef {Hello | Update | Refusal | NightPlan | Pong | Status} Message */

/**
 * Read a binary frame; null when it is not one of ours.
 * @param {ArrayBuffer} data
 * @param {string} form the subprotocol that it came in
 * @returns {Chunk | null}
 */
export function readChunk(data, form) {
  if (data.byteLength <= HEADER_BYTES) {
    return null;
  }
  const header = new DataView(data);
  if (header.getUint32(0, true) !== MAGIC) {
    return null;
  }
  const sound = form === OPUS ? readPackets(data) : readSamples(data);
  return (
    sound && {
      seq: Number(header.getBigUint64(8, true)),
      silent: (header.getUint32(4, true) & SILENT) !== 0,
      timestamp: header.getFloat64(16, true),
      ...sound,
    }
  );
}

/** @param {ArrayBuffer} data */
function readSamples(data) {
  return (data.byteLength - HEADER_BYTES) % 4 === 0 ? { pcm: new Int16Array(data, HEADER_BYTES) } : null;
}

/**
 * Read packets, each preceded by its length; null when they do not fill the frame to its end.
 * @param {ArrayBuffer} data
 */
function readPackets(data) {
  const view = new DataView(data);
  const packets = [];
  let at = HEADER_BYTES;
  while (at + 2 <= data.byteLength) {
    const size = view.getUint16(at, true);
    if (size === 0 || at + 2 + size > data.byteLength) {
      return null;
    }
    packets.push(new Uint8Array(data, at + 2, size));
    at += 2 + size;
  }
  return at === data.byteLength ? { packets } : null;
}

/**
 * Read a text frame; null when it is broken or unknown, which a newer server may send.
 * @param {string} text
 * @returns {Message | null}
 */
export function readMessage(text) {
  const data = parse(text);
  if (!isObject(data) || typeof data.type !== "string") {
    return null;
  }
  const isWhole = KINDS.get(data.type);
  return isWhole?.(data) ? /** @type {Message} */ (/** @type {unknown} */ (data)) : null;
}

/** What makes a message of each kind whole. @type {Map<string, (data: Settings) => boolean>} */
const KINDS = new Map([
  ["hello", (d) => isCount(d.sample_rate) && isCount(d.seq) && isObject(d.context)],
  ["generation_update", isUpdate],
  ["error", (d) => isText(d.code) && isText(d.message)],
  ["night", (d) => isPlan(d.sleep) && isPlan(d.wake)],
  ["pong", () => true],
  ["status", (d) => [d.buffer_depth_ms, d.active_clients, d.synthesis_latency_ms].every(isNumber)],
]);

/** @param {unknown} plan */
function isPlan(plan) {
  return plan === null || isObject(plan);
}

/** @param {Settings} d */
function isUpdate(d) {
  const timed = isCount(d.frame) && isCount(d.frames) && isNumber(d.bpm);
  const told = isTold(d.phrase_reason, isText) && isTold(d.motifs, isMotifs) && isTold(d.notices, isTexts);
  return timed && told && isObject(d.context) && isListOf(d.chords, isChord) && isListOf(d.notes, isNote);
}

/**
 * Whether a field that an older server leaves out is absent or right.
 * @param {unknown} value
 * @param {(value: unknown) => boolean} isRight
 */
function isTold(value, isRight) {
  return value === undefined || isRight(value);
}

/** @param {unknown} value */
function isMotifs(value) {
  return isListOf(value, (d) => isCount(d.frame) && isCount(d.frames) && isText(d.motif));
}

/** @param {unknown} value */
function isTexts(value) {
  return Array.isArray(value) && value.every(isText);
}

/** @param {Settings} d */
function isChord(d) {
  return (
    isCount(d.frame) &&
    isCount(d.frames) &&
    isText(d.symbol) &&
    isText(d.roman) &&
    Array.isArray(d.pitch_classes)
  );
}

/** @param {Settings} d */
function isNote(d) {
  return (
    isCount(d.frame) && isCount(d.frames) && isText(d.layer) && isNumber(d.pitch) && isNumber(d.velocity)
  );
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Settings}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @param {(item: Settings) => boolean} isItem
 */
function isListOf(value, isItem) {
  return Array.isArray(value) && value.every((item) => isObject(item) && isItem(item));
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === "string";
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** @param {unknown} value */
function isCount(value) {
  return isNumber(value) && Number.isSafeInteger(value) && value >= 0;
}
