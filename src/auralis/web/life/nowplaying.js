/** What sounds now, in words for places that are not the page. */

import { say } from "../words/words.js";

/** @import { Chord, Settings, Update } from "../station/protocol.js" */

/** How many chunks behind the newest one is heard. */
const BEHIND = { page: 4, stream: 30 };
const CHUNKS_PER_SECOND = 10;

export class NowPlaying {
  /** @type {Chord | null} */
  chord = null;
  /** @type {Settings} */
  context = {};
  /** @type {Chord[]} */
  #chords = [];
  #key = "";

  /** @param {Update & { phrase_key?: string }} update */
  add(update) {
    const begin = update.chords[0]?.frame ?? 0;
    const before = this.#chords.filter((chord) => chord.frame < begin && chord.frame + chord.frames >= begin);
    this.#chords = [...before, ...update.chords];
    this.#key = update.phrase_key ?? "";
  }

  /**
   * Find the chord that is heard, without a picture that tells.
   * @param {number} seq the newest chunk
   * @param {number} rate
   * @param {keyof typeof BEHIND} carrier
   */
  move(seq, rate, carrier) {
    const frame = ((seq - BEHIND[carrier]) * rate) / CHUNKS_PER_SECOND;
    this.chord = this.#chords.findLast((chord) => chord.frame <= frame) ?? this.chord;
  }

  /** @param {string} station */
  words(station) {
    const key = sharp(this.#key || String(this.context.key ?? ""));
    const chord = sharp(this.chord?.symbol ?? "");
    const preset = String(this.context.preset ?? "");
    const title = chord ? say("life.title", { chord, key, station }) : `${key} · ${station}`;
    return { title, album: preset.charAt(0).toUpperCase() + preset.slice(1) };
  }
}

/** @param {string} name */
function sharp(name) {
  return name.replace(/#/g, "♯");
}
