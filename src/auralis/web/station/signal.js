/** Something that happens again and again, and those who want to hear of it. */

/** @template T */
export class Signal {
  /** @type {Set<(value: T) => void>} */
  #hearers = new Set();

  /**
   * Hear of it from now on; returns what ends that.
   * @param {(value: T) => void} hearer
   */
  on(hearer) {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /** @param {T} value */
  emit(value) {
    for (const hearer of [...this.#hearers]) {
      hearer(value);
    }
  }
}
