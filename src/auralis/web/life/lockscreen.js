/** What the lock screen and the keyboard's media keys show and ask for. */

const SIZES = [192, 512];

export class LockScreen {
  #session = globalThis.navigator?.mediaSession;
  #title = "";

  /** @param {{ play: () => void, pause: () => void, next: () => void }} acts */
  constructor(acts) {
    this.#on("play", acts.play);
    this.#on("pause", acts.pause);
    this.#on("stop", acts.pause);
    this.#on("nexttrack", acts.next);
  }

  /**
   * @param {string} title
   * @param {string} album
   */
  show(title, album) {
    if (this.#session && title + album !== this.#title) {
      this.#title = title + album;
      this.#session.metadata = new MediaMetadata({
        title,
        album,
        artist: "Auralis",
        artwork: SIZES.map(picture),
      });
    }
  }

  /** @param {MediaSessionPlaybackState} state */
  become(state) {
    if (this.#session && this.#session.playbackState !== state) {
      this.#session.playbackState = state;
      this.#hideProgress(state === "playing");
    }
  }

  /** Without end: no bar that runs from nowhere to nowhere. @param {boolean} playing */
  #hideProgress(playing) {
    try {
      this.#session?.setPositionState?.(playing ? { duration: Number.POSITIVE_INFINITY } : {});
    } catch {
      // Firefox takes finite lengths alone, and draws no bar where it was told none.
    }
  }

  /**
   * @param {MediaSessionAction} action
   * @param {() => void} act
   */
  #on(action, act) {
    try {
      this.#session?.setActionHandler(action, act);
    } catch {
      // A browser that does not know this button.
    }
  }
}

/** @param {number} size */
function picture(size) {
  const src = new URL(`../icons/icon-${size}.png`, import.meta.url).href;
  return { src, sizes: `${size}x${size}`, type: "image/png" };
}
