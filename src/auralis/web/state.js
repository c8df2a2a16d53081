/** What this listener last chose, kept in the browser under one name each. */

import { MODES, PRESETS, rootOf } from "./music.js";

const PREFIX = "auralis_";

/** @typedef {{ key: number, mode: string, intensity: number, bpm: number, preset: string | null }} Choice */

/** @type {Choice} */
const DEFAULTS = { key: 62, mode: "dorian", intensity: 0.5, bpm: 60, preset: "focus" };

/** How each field is read from its text; undefined when the text makes no sense. */
const READERS = {
  key: (/** @type {string} */ text) => {
    const pitch = numberWithin(text, 0, 127);
    return Number.isInteger(pitch) ? rootOf(Number(pitch)) : undefined;
  },
  mode: (/** @type {string} */ text) => (MODES.includes(text) ? text : undefined),
  intensity: (/** @type {string} */ text) => numberWithin(text, 0, 1),
  bpm: (/** @type {string} */ text) => numberWithin(text, 40, 200),
  preset: (/** @type {string} */ text) => {
    return text === "null" ? null : PRESETS.find((preset) => preset.name === text)?.name;
  },
};

/**
 * @param {string} text
 * @param {number} low
 * @param {number} high
 */
function numberWithin(text, low, high) {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return value >= low && value <= high ? value : undefined;
}

export class ControlState {
  /** @type {Choice} */
  choice = { ...DEFAULTS };

  /** Whether anything sensible had been kept. */
  remembered = false;

  #storage;

  /** @param {Pick<Storage, "getItem" | "setItem"> | null} storage null where the browser keeps nothing */
  constructor(storage) {
    this.#storage = storage;
    for (const [field, read] of Object.entries(READERS)) {
      const text = this.#storage?.getItem(PREFIX + field) ?? null;
      const value = text === null ? undefined : read(text);
      if (value !== undefined) {
        Object.assign(this.choice, { [field]: value });
        this.remembered = true;
      }
    }
  }

  /**
   * Take over what the listener chose, and keep it.
   * @param {Partial<Choice>} chosen
   */
  choose(chosen) {
    Object.assign(this.choice, chosen);
    for (const [field, value] of Object.entries(this.choice)) {
      this.#storage?.setItem(PREFIX + field, String(value));
    }
    this.remembered = true;
  }
}
