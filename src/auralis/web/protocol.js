/** The words of the socket: what comes in is checked here once, so that the rest may trust it. */

const HEADER_BYTES = 24;
const MAGIC = 0x31525541; // "AUR1", little-endian
const SILENT = 1;

/** The subprotocol: control messages as JSON text, sound as binary frames. */
export const SUBPROTOCOL = "auralis.pcm";

/**
 * @typedef {object} Chunk
 * @property {number} seq
 * @property {boolean} silent played because something failed
 * @property {number} timestamp Unix seconds when it was rendered
 * @property {Int16Array} pcm interleaved stereo
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
 * @property {string} [address]
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
 */

/** @typedef {{ type: "pong", client_time?: string }} Pong */
/** @typedef {{ type: "status" }} Status */
/** @typedef {Hello | Update | Refusal | Pong | Status} Message */

/**
 * Read a binary frame; null when it is not one of ours.
 * @param {ArrayBuffer} data
 * @returns {Chunk | null}
 */
export function readChunk(data) {
  if (data.byteLength <= HEADER_BYTES || (data.byteLength - HEADER_BYTES) % 4 !== 0) {
    return null;
  }
  const header = new DataView(data);
  if (header.getUint32(0, true) !== MAGIC) {
    return null;
  }
  return {
    seq: Number(header.getBigUint64(8, true)),
    silent: (header.getUint32(4, true) & SILENT) !== 0,
    timestamp: header.getFloat64(16, true),
    pcm: new Int16Array(data, HEADER_BYTES),
  };
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
  ["pong", () => true],
  ["status", () => true],
]);

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
