/** Says chords and keys to those who listen to the page itself, when they wish it. */

import { keyName, readKey } from "../music/music.js";
import { say } from "../words/words.js";

/** @import { Chord, Settings } from "../station/protocol.js" */

const STORAGE_NAME = "auralis_announce";

/** A chord is said no sooner than this after the last word. */
const BREATH_MS = 4_000;

/** The signs in a chord's symbol, as they are spoken. @type {{ [sign: string]: string }} */
const SPOKEN = {
  "#": "sharp",
  "♯": "sharp",
  b: "flat",
  "♭": "flat",
  m: "minor",
  maj: "major",
  dim: "dim",
  sus: "sus",
  add: "add",
  "/": "over",
};

/**
 * A symbol as it is spoken: "E♭m7/B♭" is "E flat minor 7 over B flat".
 * @param {string} symbol
 */
export function spoken(symbol) {
  const words = symbol.replace(
    /maj|dim|sus|add|[#♯b♭m/]/g,
    (sign) => ` ${say(`player.spoken.${SPOKEN[sign]}`)} `,
  );
  return words.replace(/[\s()]+/g, " ").trim();
}

export class Announcer {
  #place;
  #storage;
  #on = false;
  #chord = "";
  #key = "";
  #quietUntil = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} place a live region
   * @param {Pick<Storage, "getItem" | "setItem"> | null} storage
   */
  constructor(place, storage) {
    this.#place = place;
    this.#storage = storage;
    this.#on = storage?.getItem(STORAGE_NAME) === "true";
  }

  /** Whether it speaks. Turned on, it says at once where the music is. */
  get on() {
    return this.#on;
  }

  set on(on) {
    this.#on = on;
    this.#storage?.setItem(STORAGE_NAME, String(on));
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say(on ? `${this.#keySentence()} ${this.#chordSentence()}`.trim() : "");
  }

  /**
   * Say a chord, if it is another one: now, or once there was silence for long enough, by then perhaps a later one.
   * @param {Chord} chord
   */
  chord(chord) {
    const name = spoken(chord.symbol);
    if (name === this.#chord) {
      return;
    }
    this.#chord = name;
    this.#sayChordInTime();
  }

  /**
   * Say what key is in force, if it is another one.
   * @param {Settings} context
   */
  key(context) {
    const key = readKey(context.key);
    const mode = key?.mode ?? context.mode;
    if (!key || typeof mode !== "string") {
      return;
    }
    const [root = "", name = ""] = keyName(key.root, mode).split(" ");
    const known = this.#key;
    this.#key = `${spoken(root)} ${name}`;
    if (known !== "" && known !== this.#key) {
      this.#say(this.#keySentence());
      if (this.#timer !== undefined) {
        this.#sayChordInTime();
      }
    }
  }

  /** Say the chord after the last word's breath; what was to be said till then is not said any more. */
  #sayChordInTime() {
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#quietUntil - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#say(this.#chordSentence());
    }, wait);
  }

  #keySentence() {
    return this.#key && say("player.saidKey", { key: this.#key });
  }

  #chordSentence() {
    return this.#chord && say("player.saidChord", { chord: this.#chord });
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.#quietUntil = Date.now() + BREATH_MS;
    this.#place.textContent = this.#on ? sentence : "";
  }
}
