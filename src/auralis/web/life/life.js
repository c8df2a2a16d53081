/** A player for life: the lock screen, the hidden page, the installed page, other players. */

import { streamOf } from "./addresses.js";
import { Anchor } from "./anchor.js";
import { Background } from "./background.js";
import { Elsewhere } from "./elsewhere.js";
import { Hush } from "./hush.js";
import { isApple } from "./install.js";
import { LockScreen } from "./lockscreen.js";
import { NowPlaying } from "./nowplaying.js";
import { openOffline } from "./offline.js";
import { Stream } from "./stream.js";
import { WakeLock } from "./wakelock.js";

/** @import { Player } from "../sound/player.js" */
/** @import { Chord } from "../station/protocol.js" */
/** @import { Session } from "../station/session.js" */

const HIDDEN_STEP_MS = 1_000;

export class Life {
  #session;
  #player;
  #lockScreen;
  #wakeLock;
  #anchor;
  #background;
  #panel;
  #playing = new NowPlaying();
  #station = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** The output that is watched. @type {AudioContext | null} */
  #watched = null;

  /**
   * @param {Session} session
   * @param {Player} player
   * @param {HTMLElement} place the panel "elsewhere"
   * @param {Pick<Storage, "getItem" | "setItem"> | null} storage
   * @param {{ play: () => void, pause: () => void, next: () => void }} acts what the lock screen may ask for
   */
  constructor(session, player, place, storage, acts) {
    this.#session = session;
    this.#player = player;
    this.#lockScreen = new LockScreen(acts);
    this.#wakeLock = new WakeLock(storage);
    this.#anchor = new Anchor(acts.pause);
    const stream = new Stream(new Audio(), () => this.#settle(), acts.pause);
    this.#background = new Background(player, stream, new Hush(player), {
      hidden: () => document.visibilityState === "hidden",
      address: () => this.#station && new URL(streamOf(this.#station), document.baseURI).href,
      stops: isApple(),
      storage,
    });
    this.#panel = new Elsewhere(place, this.#background, this.#wakeLock);
    this.#follow();
    openOffline().catch(() => {}); // The page works without.
  }

  /**
   * Name the chord that sounds.
   * @param {Chord} chord
   */
  show(chord) {
    this.#playing.chord = chord;
    this.#title();
  }

  #follow() {
    const { onHello, onVisit, onUpdate, onContext } = this.#session;
    onHello.on((hello) => this.#arrive(hello.station));
    onVisit.on((place) => this.#arrive(place.station));
    onUpdate.on((update) => this.#playing.add(update));
    onContext.on((context) => {
      this.#playing.context = context;
      this.#title();
    });
    this.#player.onState.on(() => this.#settle());
    document.addEventListener("visibilitychange", () => this.#turn());
    // In a gesture, so that the browser lets the stream be heard later.
    document.addEventListener("click", () => this.#settle());
  }

  /** @param {string} station empty for one that is still to be opened */
  #arrive(station) {
    if (station !== "" && station !== this.#station) {
      this.#panel.show(station);
    }
    this.#station = station;
    this.#settle();
  }

  /** While the page is hidden nobody draws, and so nobody names the chords. */
  #turn() {
    clearInterval(this.#timer);
    if (document.visibilityState === "hidden") {
      this.#timer = setInterval(() => this.#step(), HIDDEN_STEP_MS);
    }
    this.#settle();
  }

  #step() {
    const { seq, hello } = this.#session;
    if (seq !== null && hello !== null) {
      this.#playing.move(seq, hello.sample_rate, this.#background.carrier);
      this.#title();
    }
    this.#background.follow();
  }

  #settle() {
    const { wanted, state, context } = this.#player;
    if (context !== this.#watched) {
      // Only the output itself tells that the browser stopped it.
      this.#watched = context;
      context?.addEventListener("statechange", () => this.#settle());
    }
    this.#background.settle();
    this.#anchor.hold(wanted && state !== "starting" && this.#background.carrier === "page");
    this.#wakeLock.become(state !== "silent");
    this.#lockScreen.become(state === "silent" ? "paused" : "playing");
  }

  #title() {
    const { title, album } = this.#playing.words(this.#station);
    this.#lockScreen.show(title, album);
  }
}
