/** Keeps the screen on while music plays, if the listener asked for that. */

const STORAGE_NAME = "auralis_wake_lock";

export class WakeLock {
  #storage;
  #asked;
  #playing = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;
  #asking = false;

  /** Whether the browser can. */
  supported = "wakeLock" in navigator;

  /** @param {Pick<Storage, "getItem" | "setItem"> | null} storage */
  constructor(storage) {
    this.#storage = storage;
    this.#asked = storage?.getItem(STORAGE_NAME) === "on";
    document.addEventListener("visibilitychange", () => this.#settle());
  }

  get asked() {
    return this.#asked;
  }

  set asked(asked) {
    this.#asked = asked;
    this.#storage?.setItem(STORAGE_NAME, asked ? "on" : "off");
    this.#settle();
  }

  /** @param {boolean} playing */
  become(playing) {
    this.#playing = playing;
    this.#settle();
  }

  get #due() {
    return this.supported && this.#asked && this.#playing && document.visibilityState === "visible";
  }

  /** The browser takes the lock away from a hidden page; a battery that runs low may refuse it. */
  async #settle() {
    if (!this.#due) {
      this.#lock?.release();
      this.#lock = null;
    } else if (!this.#asking && (this.#lock?.released ?? true)) {
      this.#asking = true;
      this.#lock = await navigator.wakeLock.request("screen").catch(() => null);
      this.#asking = false;
      if (!this.#due) {
        this.#settle();
      }
    }
  }
}
