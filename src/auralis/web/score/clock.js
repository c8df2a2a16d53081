/** A clock of frames that moves evenly, though what it follows arrives in small steps. */

const SNAP_SECONDS = 0.25;
const PULL_PER_SECOND = 4;

export class SteadyClock {
  #frame = Number.NaN;
  #at = 0;

  /**
   * Follow a target, and return the frame to show: it advances with real time, leans towards the target and
   * jumps only when it is far off.
   * @param {number} target frame
   * @param {number} now seconds
   * @param {number} rate frames a second
   */
  follow(target, now, rate) {
    const passed = Math.max(0, now - this.#at);
    const guess = this.#frame + passed * rate;
    const error = target - guess;
    const near = Math.abs(error) <= SNAP_SECONDS * Math.max(rate, 1);
    this.#frame = near ? guess + error * Math.min(1, passed * PULL_PER_SECOND) : target;
    this.#at = now;
    return this.#frame;
  }
}
