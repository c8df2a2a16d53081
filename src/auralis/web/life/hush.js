/** A gain between the player and the loudspeaker, there only once something else has carried the sound. */

export class Hush {
  #player;
  /** @type {AudioNode | null} */
  #output = null;
  /** @type {GainNode | null} */
  #gain = null;

  /** @param {{ output: AudioNode | null, context: AudioContext | null }} player */
  constructor(player) {
    this.#player = player;
  }

  /**
   * Fade the player out: it plays on unheard.
   * @param {number} ms
   */
  lower(ms) {
    const { output, context } = this.#player;
    if (output && context && output !== this.#output) {
      this.#output = output;
      this.#gain = new GainNode(context);
      output.disconnect(context.destination);
      output.connect(this.#gain).connect(context.destination);
    }
    this.#ramp(0, ms);
  }

  /**
   * Let it be heard again.
   * @param {number} ms
   */
  lift(ms) {
    this.#ramp(1, ms);
  }

  /**
   * @param {number} level
   * @param {number} ms
   */
  #ramp(level, ms) {
    if (this.#gain) {
      const { gain, context } = this.#gain;
      gain.cancelScheduledValues(0);
      gain.setValueAtTime(gain.value, context.currentTime);
      gain.linearRampToValueAtTime(level, context.currentTime + ms / 1000);
    }
  }
}
