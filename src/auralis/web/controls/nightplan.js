/** The arithmetic of falling asleep and waking up. */

/**
 * What is left, as a clock says it: "29:58", "1:29:58".
 * @param {number} ms
 */
export function countdown(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(":")}` : parts.join(":");
}

/**
 * Falling asleep, as the station is asked; a fade fits into its minutes.
 * @param {number} minutes
 * @param {number} fadeMinutes
 */
export function sleepRequest(minutes, fadeMinutes) {
  return { type: "night", action: "sleep", minutes, fade_s: 60 * Math.min(minutes, fadeMinutes) };
}

/**
 * Waking up, as the station is asked.
 * @param {{ at: string, zone: string, fadeMinutes: number, daily: boolean }} alarm
 */
export function wakeRequest({ at, zone, fadeMinutes, daily }) {
  return {
    type: "night",
    action: "wake",
    at,
    zone,
    fade_s: 60 * fadeMinutes,
    repeat: daily ? "daily" : "once",
  };
}

/** @typedef {{ fade: (to: number, seconds: number) => void, pause: () => void }} Fading */

const COMING_BACK_S = 2;

/** Falling asleep on this page alone: it fades out here, and the station plays on for everybody else. */
export class SleepTimer {
  #player;
  #fading = false;

  /** When it is silent and when the fade begins, in Unix milliseconds; null while none is set. */
  plan = /** @type {{ silentAt: number, fadeAt: number } | null} */ (null);

  /** @param {Fading} player */
  constructor(player) {
    this.#player = player;
  }

  /**
   * @param {number} minutes until it is silent
   * @param {number} fadeMinutes
   * @param {number} now in Unix milliseconds
   */
  set(minutes, fadeMinutes, now) {
    const silentAt = now + 60_000 * minutes;
    this.cancel();
    this.plan = { silentAt, fadeAt: silentAt - 60_000 * Math.min(minutes, fadeMinutes) };
    this.tick(now);
  }

  /** Do not; a fade out that has begun turns round. */
  cancel() {
    this.plan = null;
    if (this.#fading) {
      this.#fading = false;
      this.#player.fade(1, COMING_BACK_S);
    }
  }

  /**
   * Do what is due.
   * @param {number} now in Unix milliseconds
   */
  tick(now) {
    if (!this.plan) {
      return;
    }
    const { silentAt, fadeAt } = this.plan;
    if (now >= silentAt) {
      this.#player.pause();
      this.#fading = false;
      this.plan = null;
      this.#player.fade(1, COMING_BACK_S);
    } else if (now >= fadeAt && !this.#fading) {
      this.#fading = true;
      this.#player.fade(0, (silentAt - now) / 1000);
    }
  }
}
