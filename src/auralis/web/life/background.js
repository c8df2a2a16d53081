/**
 * Who carries the sound: Web Audio, or, while the page is hidden, a media element on the station's stream.
 *
 * Each is lowered only once the other is heard: a browser that wakes hidden pages rarely makes the overlap longer,
 * and never a gap. Where Web Audio stops with the page there is no time for that: there the stream runs along muted
 * while the page is seen, and is heard at once. It plays what the station played up to three seconds ago; so much
 * any player of streams keeps in hand.
 */

/** @import { Player } from "../sound/player.js" */
/** @import { Hush } from "./hush.js" */
/** @import { Stream } from "./stream.js" */

/** @typedef {"auto" | "always" | "never"} Mode */

/** @type {Mode[]} */
export const MODES = ["auto", "always", "never"];

const FADE_MS = 200;
const FOLLOW_MS = 1_000;
const STORAGE_NAME = "auralis_background";

export class Background {
  #player;
  #stream;
  #hush;
  #world;
  #stops;
  #mode;
  #heard = false;
  #lowered = false;
  #returning = false;

  /** Who is heard. @type {"page" | "stream"} */
  carrier = "page";

  /**
   * @param {Pick<Player, "wanted" | "state" | "volume" | "faded" | "context">} player
   * @param {Pick<Stream, "flows" | "start" | "stop" | "fade">} stream
   * @param {Pick<Hush, "lower" | "lift">} hush
   * @param {{ hidden: () => boolean, address: () => string, stops: boolean,
   *   storage: Pick<Storage, "getItem" | "setItem"> | null }} world whether nobody sees the page; the stream's
   *   address, empty as long as there is no station; whether Web Audio is known to stop with the page
   */
  constructor(player, stream, hush, world) {
    this.#player = player;
    this.#stream = stream;
    this.#hush = hush;
    this.#world = world;
    this.#stops = world.stops;
    this.#mode = MODES.find((mode) => mode === world.storage?.getItem(STORAGE_NAME)) ?? "auto";
  }

  get mode() {
    return this.#mode;
  }

  set mode(mode) {
    this.#mode = mode;
    this.#world.storage?.setItem(STORAGE_NAME, mode);
    this.settle();
  }

  /** Do what is to be done by now; to be called whenever something has changed. */
  settle() {
    this.#learn();
    const address = this.#world.address();
    if (!this.#player.wanted || address === "") {
      this.#end();
      this.#raise(0);
    } else if (this.#due) {
      this.#stream.start(address);
      this.#hand();
    } else if (this.carrier === "stream") {
      this.#takeBack();
    } else if (this.#stops && this.#mode !== "never") {
      this.#stream.start(address);
    } else if (!this.#returning) {
      this.#end();
    }
  }

  /** Be as loud as the player would be by now. */
  follow() {
    if (this.#lowered) {
      this.#stream.fade(this.#level, FOLLOW_MS);
    }
  }

  /** Whether the stream is to be heard. */
  get #due() {
    return this.#world.hidden() && (this.#mode === "always" || (this.#mode === "auto" && this.#stops));
  }

  get #running() {
    return this.#player.context?.state === "running";
  }

  get #level() {
    return this.#player.volume * this.#player.faded;
  }

  /** A sound that the browser stopped while nobody saw the page: it will do so again. */
  #learn() {
    this.#heard ||= this.#running && this.#player.state === "playing";
    this.#stops ||= this.#heard && this.#player.wanted && !this.#running && this.#world.hidden();
  }

  #hand() {
    if (!this.#stream.flows) {
      this.#raise(FADE_MS);
    } else if (this.carrier === "page") {
      this.carrier = "stream";
      this.#returning = false;
      this.#stream.fade(this.#level, this.#running ? FADE_MS : 0, () => {
        this.#lowered = true;
        this.#hush.lower(FADE_MS);
      });
    }
  }

  /** Only once the page is heard again; until then the stream plays on. */
  #takeBack() {
    if (!this.#stream.flows || (this.#running && this.#player.state === "playing")) {
      this.#raise(FADE_MS);
      this.#returning = true;
      setTimeout(() => this.#fadeOut(), FADE_MS);
    }
  }

  #fadeOut() {
    if (this.#returning) {
      this.#stream.fade(0, FADE_MS, () => {
        this.#returning = false;
        this.settle();
      });
    }
  }

  #end() {
    this.#returning = false;
    this.#stream.stop();
  }

  /** @param {number} ms */
  #raise(ms) {
    if (this.carrier === "stream") {
      this.carrier = "page";
      this.#lowered = false;
      this.#hush.lift(ms);
    }
  }
}
