/** Many small changes become few messages: at most one an interval, and the last is always sent. */

/** @typedef {{ [field: string]: unknown }} Settings */

export class Throttle {
  #send;
  #intervalMs;
  /** @type {Settings | null} */
  #waiting = null;
  #resting = false;

  /**
   * @param {(settings: Settings) => void} send
   * @param {number} intervalMs
   */
  constructor(send, intervalMs) {
    this.#send = send;
    this.#intervalMs = intervalMs;
  }

  /**
   * Send now, or together with what else comes in before the interval is over.
   * @param {Settings} settings
   */
  push(settings) {
    this.#waiting = { ...this.#waiting, ...settings };
    if (!this.#resting) {
      this.#release();
    }
  }

  /** Forget what waits: it was meant for somebody who is not there any more. */
  drop() {
    this.#waiting = null;
  }

  #release() {
    const settings = this.#waiting;
    this.#waiting = null;
    this.#resting = settings !== null;
    if (settings) {
      this.#send(settings);
      setTimeout(() => this.#release(), this.#intervalMs);
    }
  }
}
