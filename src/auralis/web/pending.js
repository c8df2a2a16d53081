/** What was asked of the station and is not heard yet. */

/** After this long the station's word counts, whatever was asked: another listener may have been faster. */
const PATIENCE_MS = 12_000;

export class Pending {
  /** @type {Map<string, { value: unknown, since: number }>} */
  #asked = new Map();

  /**
   * @param {{ [field: string]: unknown }} settings
   * @param {number} now milliseconds
   */
  ask(settings, now) {
    for (const [field, value] of Object.entries(settings)) {
      this.#asked.set(field, { value, since: now });
    }
  }

  /**
   * The station says what is in force: forget what is confirmed, or was asked too long ago.
   * @param {{ [field: string]: unknown }} inForce
   * @param {number} now milliseconds
   */
  confirm(inForce, now) {
    for (const [field, { value, since }] of this.#asked) {
      if (isSame(inForce[field], value) || now - since > PATIENCE_MS) {
        this.#asked.delete(field);
      }
    }
  }

  /**
   * Forget one field, or all of them.
   * @param {string} [field]
   */
  forget(field) {
    if (field === undefined) {
      this.#asked.clear();
    } else {
      this.#asked.delete(field);
    }
  }

  /** @param {string} field */
  has(field) {
    return this.#asked.has(field);
  }
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function isSame(a, b) {
  return typeof a === "number" && typeof b === "number" ? Math.abs(a - b) < 1e-6 : a === b;
}
