/** Which wire forms to offer, by what the browser can decode and the listener chose; and what the one in use means. */

import { Signal } from "../station/signal.js";
import { OPUS_DELAY, OPUS_RATE } from "./decoder.js";

const PCM = "auralis.pcm";
const OPUS = "auralis.opus";
const STORAGE_NAME = "auralis_codec";

/** @typedef {"auto" | "opus" | "pcm"} Codec */

export class Codecs {
  /** Other forms are to be offered from now on. @type {Signal<string[]>} */
  onForms = new Signal();

  #storage;
  #able = "AudioDecoder" in globalThis;
  /** @type {Codec} */
  #choice;
  #form = "";

  /** @param {Pick<Storage, "getItem" | "setItem"> | null} storage */
  constructor(storage) {
    this.#storage = storage;
    const asked = new URLSearchParams(globalThis.location?.search).get("codec");
    this.#choice = codec(asked ?? storage?.getItem(STORAGE_NAME));
  }

  /** The subprotocols, the best first. */
  get forms() {
    return this.#able && this.#choice !== "pcm" ? [OPUS, PCM] : [PCM];
  }

  /** The form in use, or the one to be expected. */
  get form() {
    return this.#form || this.forms[0];
  }

  get choice() {
    return this.#choice;
  }

  set choice(choice) {
    const before = this.forms.length;
    this.#choice = codec(choice);
    this.#storage?.setItem(STORAGE_NAME, this.#choice);
    this.#tell(before);
  }

  /** This browser can't decode, whatever it says. */
  giveUp() {
    const before = this.forms.length;
    this.#able = false;
    this.#tell(before);
  }

  /** @param {import("../station/protocol.js").Chunk} chunk */
  learn(chunk) {
    this.#form = chunk.packets ? OPUS : PCM;
  }

  /**
   * What comes over the line, in frames a second.
   * @param {number} station the station's
   */
  rate(station) {
    return this.form === OPUS ? OPUS_RATE : station;
  }

  /** Frames by which it comes late. */
  get delay() {
    return this.form === OPUS ? OPUS_DELAY : 0;
  }

  /** @param {number} before */
  #tell(before) {
    if (this.forms.length !== before) {
      this.onForms.emit(this.forms);
    }
  }
}

/**
 * @param {string | null | undefined} name
 * @returns {Codec}
 */
function codec(name) {
  return name === "opus" || name === "pcm" ? name : "auto";
}
