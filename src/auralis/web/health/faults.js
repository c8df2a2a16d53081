/** What is wrong, in a sentence, and the way on: nothing is left to spin for ever. */

import { SHARED } from "../station/place.js";
import { Signal } from "../station/signal.js";
import { withToken } from "../station/token.js";
import { say } from "../words/words.js";
import { responseTo, responseToClosing, SAID_ELSEWHERE } from "./responses.js";
import { lacking } from "./support.js";

/** @import { Player } from "../sound/player.js" */
/** @import { Refusal } from "../station/protocol.js" */
/** @import { Session } from "../station/session.js" */

const WATCH_EVERY_MS = 2_000;
const CHUNKS_PER_SECOND = 10;

/** A wall clock that leaps this far slept in between. */
const SLEPT_MS = 15_000;

/** With no sound for so long, waiting is not enough. */
const STUCK_MS = 12_000;

/** @typedef {import("../page/speaker.js").Sentence} Sentence */
/** @typedef {{ text: string, tone: "calm" | "warn", way: string }} Trouble */

/**
 * @typedef {object} Mouth where it is said
 * @property {(text: string) => void} warn
 * @property {(text: string) => void} remark
 * @property {(label: string, act: () => void) => void} offer
 */

export class Faults {
  /** What is wrong has changed. @type {Signal<Sentence | null>} */
  onChange = new Signal();

  #session;
  #player;
  #speaker;
  #asleep = false;
  #heardAt = 0;
  #lookedAt = 0;
  /** Since when sound is wanted and does not come; null while all is well. @type {number | null} */
  #waitingSince = null;
  /** Whether the browser held the sound when it was last looked at; and the time before, too. */
  #stopped = false;
  #silenced = false;
  /** The code of the last refusal, which may say more than the closing that follows. */
  #why = "";
  #offered = "";
  #said = "";

  /**
   * @param {Session} session
   * @param {Player} player
   * @param {Mouth} speaker
   */
  constructor(session, player, speaker) {
    this.#session = session;
    this.#player = player;
    this.#speaker = speaker;
    this.#lookedAt = Date.now();
    session.onLink.on(() => this.#update());
    session.onHello.on((hello) => this.#rest(hello.asleep === true));
    session.onNight.on((plan) => this.#rest(plan.asleep));
    session.onRefusal.on((refusal) => this.#answer(refusal));
    session.onChunk.on(() => this.#hear());
    player.onState.on(() => this.#update());
    globalThis.addEventListener?.("online", () => this.#update());
    globalThis.addEventListener?.("offline", () => this.#update());
    setInterval(() => this.#watch(), WATCH_EVERY_MS);
    this.#update();
  }

  /** What is wrong, or null; what plays all the same is not worth a word. @type {Sentence | null} */
  get sentence() {
    const trouble = this.#trouble();
    return trouble && { text: trouble.text, tone: trouble.tone };
  }

  /** @returns {Trouble | null} */
  #trouble() {
    const lack = lacking(/** @type {{ [name: string]: unknown }} */ (/** @type {unknown} */ (globalThis)));
    if (lack) {
      return trouble(lack, "stream");
    }
    if (this.#player.state === "playing" && !this.#silenced) {
      return null;
    }
    return this.#lineTrouble() ?? this.#soundTrouble();
  }

  #lineTrouble() {
    const { link, code } = this.#session;
    if (link === "open" || link === "connecting" || (link === "closed" && code === 0)) {
      return null;
    }
    const { say: path = "faults.lost", way = "" } = responseToClosing(code, this.#why);
    const offline = globalThis.navigator?.onLine === false && way === "again";
    return trouble(offline ? "faults.offline" : path, way);
  }

  #soundTrouble() {
    if (this.#session.link !== "open") {
      return null;
    }
    if (this.#asleep) {
      return trouble("faults.asleep", this.#session.mayChange ? "wake" : "", "calm");
    }
    if (this.#silenced) {
      return trouble(this.#player.state === "starting" ? "faults.mute" : "faults.silenced", "sound");
    }
    return this.#isStuck() ? trouble("faults.stuck", "again") : null;
  }

  #isStuck() {
    return this.#waitingSince !== null && Date.now() - this.#waitingSince > STUCK_MS;
  }

  /** Show what is wrong now, if it is something else than before. */
  #update() {
    const found = this.#trouble();
    this.#offer(found?.way ?? "");
    if ((found?.text ?? "") !== this.#said) {
      this.#said = found?.text ?? "";
      this.onChange.emit(this.sentence);
    }
  }

  /**
   * Offer the way on; what somebody else offers is left alone.
   * @param {string} way
   */
  #offer(way) {
    if (way === this.#offered) {
      return;
    }
    this.#offered = way;
    this.#speaker.offer(way && say(`faults.ways.${way}`), () => {
      this.#offered = "";
      this.#go(way);
    });
  }

  /** @param {string} way */
  #go(way) {
    this.#waitingSince = null;
    if (way === "shared") {
      this.#session.visit(SHARED);
    } else if (way === "again") {
      this.#session.reopen();
    } else if (way === "wake") {
      this.#session.change({ fade: 1, fade_s: 4 });
    } else if (way === "sound") {
      this.#player.play().catch(() => this.#speaker.warn(say("faults.output")));
    } else if (way === "stream") {
      const station = encodeURIComponent(this.#session.place.station || "main");
      location.href = withToken(`/stream/${station}.mp3`, true);
    }
  }

  /** @param {Refusal} refusal */
  #answer(refusal) {
    this.#why = refusal.code;
    if (SAID_ELSEWHERE.has(refusal.code)) {
      return;
    }
    const { act, say: path = "faults.other" } = responseTo(refusal);
    const seconds = (refusal.count ?? 0) / CHUNKS_PER_SECOND;
    const sentence = say(path, { message: refusal.message, seconds });
    if (act === "catchUp") {
      this.#speaker.remark(sentence);
    } else {
      this.#speaker.warn(sentence);
    }
  }

  /** @param {boolean} asleep */
  #rest(asleep) {
    this.#asleep = asleep;
    this.#update();
  }

  #hear() {
    this.#heardAt = Date.now();
    if (this.#asleep) {
      this.#rest(false);
    }
  }

  /** Look whether the machine slept, and whether the sound that is wanted comes. */
  #watch() {
    const now = Date.now();
    if (now - this.#lookedAt > SLEPT_MS) {
      this.#wake();
    }
    this.#lookedAt = now;
    this.#listen(now);
    this.#update();
  }

  /** The line of before the sleep is dead as a rule, without knowing it: ask at once, and do not wait for that. */
  #wake() {
    setTimeout(() => {
      if (this.#session.link !== "closed" && Date.now() - this.#heardAt > WATCH_EVERY_MS) {
        this.#session.reopen();
      }
    }, WATCH_EVERY_MS);
  }

  /** @param {number} now */
  #listen(now) {
    const { state, context, wanted } = this.#player;
    // A browser that waits for a tap is no fault; one that was tapped and still waits has nowhere to play.
    const tapped = globalThis.navigator?.userActivation?.hasBeenActive === true;
    const started = state === "buffering" || state === "playing" || (state === "starting" && tapped);
    const seen = globalThis.document?.visibilityState !== "hidden";
    const stopped = seen && wanted && started && context !== null && context.state !== "running";
    if (stopped) {
      context.resume().catch(() => {});
    }
    this.#silenced = stopped && this.#stopped;
    this.#stopped = stopped;
    const waits = state === "buffering" && !this.#asleep;
    this.#waitingSince = waits ? (this.#waitingSince ?? now) : null;
  }
}

/**
 * @param {string} path
 * @param {string} way
 * @param {"calm" | "warn"} [tone]
 * @returns {Trouble}
 */
function trouble(path, way, tone = "warn") {
  return { text: say(path), tone, way };
}
