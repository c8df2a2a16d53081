/** A media element on the station's stream: what browsers let play where they stop Web Audio. */

const STEP_MS = 20;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

export class Stream {
  #element;
  #onChange;
  #address = "";
  #level = 0;
  #wait = FIRST_WAIT_MS;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #fading;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;

  /** Whether sound comes out of it, heard or muted. */
  flows = false;

  /**
   * @param {HTMLAudioElement} element
   * @param {() => void} onChange it flows, or failed and may be tried again
   * @param {() => void} onStopped the listener or the system paused what was heard
   */
  constructor(element, onChange, onStopped) {
    this.#element = element;
    this.#onChange = onChange;
    element.addEventListener("timeupdate", () => this.#flow());
    element.addEventListener("error", () => this.#fail());
    element.addEventListener("ended", () => this.#fail());
    element.addEventListener("pause", () => {
      if (this.flows && this.#level > 0 && !element.ended) {
        onStopped();
      }
    });
  }

  /**
   * Begin, muted; again and again until it flows. A call in a listener's gesture makes it theirs, which lets it be
   * heard later, when the page is hidden and nobody can tap it.
   * @param {string} address
   */
  start(address) {
    if (this.#retry !== undefined && address === this.#address) {
      return;
    }
    if (address !== this.#address) {
      this.stop();
      this.#address = address;
      this.#element.muted = true;
      this.#element.src = address;
    }
    if (this.#element.paused || !this.flows) {
      this.#element.play().catch((error) => error.name !== "AbortError" && this.#fail());
    }
  }

  /** End it, and the connection with it. */
  stop() {
    clearInterval(this.#fading);
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#level = 0;
    if (this.#address !== "") {
      this.#address = "";
      this.flows = false;
      this.#element.pause();
      this.#element.removeAttribute("src");
      this.#element.load();
    }
  }

  /**
   * Fade to a level. Time decides how far, not the count of steps: hidden pages are woken rarely.
   * @param {number} level 0 is muted
   * @param {number} ms
   * @param {() => void} [then]
   */
  fade(level, ms, then) {
    clearInterval(this.#fading);
    const from = this.#level;
    const since = performance.now();
    const step = () => {
      const share = ms > 0 ? Math.min(1, (performance.now() - since) / ms) : 1;
      this.#become(from + (level - from) * share);
      if (share === 1) {
        clearInterval(this.#fading);
        then?.();
      }
    };
    this.#fading = setInterval(step, STEP_MS);
    step();
  }

  /** @param {number} level iOS has no volume, but can be muted */
  #become(level) {
    this.#level = level;
    this.#element.volume = level;
    this.#element.muted = level === 0;
  }

  #flow() {
    if (!this.flows && this.#address !== "" && this.#element.currentTime > 0) {
      this.flows = true;
      this.#wait = FIRST_WAIT_MS;
      this.#onChange();
    }
  }

  #fail() {
    const address = this.#address;
    if (address === "" || this.#retry !== undefined) {
      return;
    }
    this.stop();
    this.#address = address;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#address = "";
      this.#onChange();
    }, this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, 2 * this.#wait);
    this.#onChange();
  }
}
