/** How loud: the listener's volume, and beside it a fade for the night. */

const RAMP_S = 0.08;
const POINTS = 65;

export class Loudness {
  #volume = 1;
  #fade = { from: 1, to: 1, seconds: 0, begun: 0 };
  /** @type {GainNode | null} */
  #fader = null;

  /** The last node; null until sound was wanted. @type {GainNode | null} */
  output = null;

  /** From 0 to 1; at 1 every sample passes untouched. */
  get volume() {
    return this.#volume;
  }

  set volume(volume) {
    this.#volume = clamp(volume);
    if (this.output) {
      const { gain, context } = this.output;
      gain.cancelScheduledValues(context.currentTime);
      gain.setValueAtTime(gain.value, context.currentTime);
      gain.linearRampToValueAtTime(this.#volume, context.currentTime + RAMP_S);
    }
  }

  /** How loud the fade is now, from 0 to 1. */
  get faded() {
    return this.#at(performance.now());
  }

  /**
   * @param {number} to from 0 to 1
   * @param {number} seconds
   */
  fade(to, seconds) {
    this.#fade = { from: this.faded, to: clamp(to), seconds, begun: performance.now() };
    this.#follow();
  }

  /**
   * Stand between a source and the loudspeaker; a fade goes on from where it is.
   * @param {AudioNode} source
   */
  connect(source) {
    const { context } = source;
    this.#fader = new GainNode(context);
    this.output = new GainNode(context, { gain: this.#volume });
    source.connect(this.#fader).connect(this.output).connect(context.destination);
    this.#follow();
  }

  #follow() {
    if (this.#fader) {
      const { gain, context } = this.#fader;
      const ms = performance.now();
      const left = Math.max(0.01, this.#fade.seconds - (ms - this.#fade.begun) / 1000);
      const point = (/** @type {number} */ i) => this.#at(ms + (1000 * left * i) / (POINTS - 1));
      gain.cancelScheduledValues(0);
      gain.setValueCurveAtTime(
        Array.from({ length: POINTS }, (_, i) => point(i)),
        context.currentTime,
        left,
      );
    }
  }

  /**
   * The square of a straight line, as the station's own fades are.
   * @param {number} ms
   */
  #at(ms) {
    const { from, to, seconds, begun } = this.#fade;
    const x = seconds > 0 ? clamp((ms - begun) / 1000 / seconds) : 1;
    return (Math.sqrt(from) * (1 - x) + Math.sqrt(to) * x) ** 2;
  }
}

/** @param {number} value */
function clamp(value) {
  return Math.min(1, Math.max(0, value));
}
