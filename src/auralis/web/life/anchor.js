/** Silence in a media element: only where one plays do browsers show the lock screen's buttons and mind media keys. */

const RATE = 8_000;
/** What is shorter than five seconds counts as a mere noise. */
const FRAMES = 10 * RATE;

/** RIFF, WAVE, eight bits, mono. */
const HEADER = Uint32Array.of(
  0x46464952,
  36 + FRAMES,
  0x45564157,
  0x20746d66,
  16,
  0x10001,
  RATE,
  RATE,
  0x80001,
  0x61746164,
  FRAMES,
);

export class Anchor {
  /** @type {HTMLAudioElement | null} */
  #element = null;
  #held = false;
  #onStopped;

  /** @param {() => void} onStopped the system paused it: the headphones are out, or the phone rings */
  constructor(onStopped) {
    this.#onStopped = onStopped;
  }

  /** @param {boolean} held whether to be there */
  hold(held) {
    if (held !== this.#held) {
      this.#held = held;
      this.#element ??= this.#make();
      // Where it may not, the page plays all the same, without the buttons.
      held ? this.#element.play().catch(() => {}) : this.#element.pause();
    }
  }

  #make() {
    const silence = new Blob([HEADER, new Uint8Array(FRAMES).fill(128)], { type: "audio/wav" });
    const element = new Audio(URL.createObjectURL(silence));
    element.loop = true;
    element.addEventListener("pause", () => this.#held && element.paused && this.#onStopped());
    return element;
  }
}
