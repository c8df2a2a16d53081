/** What was asked of the station, and what the station has agreed to, but is not heard yet. */

import { isSame } from "./choice.js";

/** @import { Settings } from "../station/protocol.js" */

/** After this long the station's word counts, whatever was asked: another listener may have been faster. */
const PATIENCE_MS = 12_000;

/** @typedef {{ frame: number, set: Settings }} Change an entry of the station's log */

export class Pending {
  /** @type {Map<string, { value: unknown, since: number }>} */
  #asked = new Map();
  /** Fields that have been agreed to, and the frame from which they hold. @type {Map<string, number>} */
  #coming = new Map();

  /**
   * @param {Settings} settings
   * @param {number} now milliseconds
   */
  ask(settings, now) {
    for (const [field, value] of Object.entries(settings)) {
      this.#asked.set(field, { value, since: now });
    }
  }

  /**
   * The station says what is set: forget what is confirmed, or was asked too long ago.
   * @param {Settings} set
   * @param {number} now milliseconds
   */
  confirm(set, now) {
    for (const [field, { value, since }] of this.#asked) {
      if (isSame(set[field], value) || now - since > PATIENCE_MS) {
        this.#asked.delete(field);
      }
    }
  }

  /**
   * Fields have been agreed to, to be heard from a frame on.
   * @param {string} field
   * @param {number} frame
   */
  expect(field, frame) {
    this.#coming.set(field, frame);
  }

  /**
   * A frame is heard: forget what has come with it, and return it.
   * @param {number} frame
   */
  reach(frame) {
    const reached = [...this.#coming].filter(([, from]) => frame >= from).map(([field]) => field);
    for (const field of reached) {
      this.#coming.delete(field);
    }
    return reached;
  }

  /**
   * Forget what was asked of one field, or everything, also what is coming.
   * @param {string} [field]
   */
  forget(field) {
    if (field === undefined) {
      this.#asked.clear();
      this.#coming.clear();
    } else {
      this.#asked.delete(field);
    }
  }

  /** What was asked and is not answered yet. @returns {Settings} */
  get asked() {
    return Object.fromEntries([...this.#asked].map(([field, { value }]) => [field, value]));
  }

  /** @param {string} field */
  has(field) {
    return this.#asked.has(field) || this.#coming.has(field);
  }

  get isEmpty() {
    return this.#asked.size === 0 && this.#coming.size === 0;
  }
}

/**
 * The frame from which a field's new value holds, by the changes that brought it: its own, else that of the preset
 * or key which it came with, else the last; null when nothing is said.
 * @param {string} field
 * @param {Change[]} changes
 */
export function frameOf(field, changes) {
  /** @param {string[]} names */
  const bringing = (names) => changes.findLast(({ set }) => names.some((name) => name in set));
  const own = field === "mode" ? ["mode", "key"] : [field];
  return (bringing(own) ?? bringing(["preset", "key"]) ?? changes.at(-1))?.frame ?? null;
}
