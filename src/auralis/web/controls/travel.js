/** Going from station to station: to the shared one, to one's own, to one of those that are always there. */

import { SHARED } from "../station/place.js";
import { say } from "../words/words.js";
import { closeStation, openStation, Refused } from "./stations.js";

/** @import { Settings } from "../station/protocol.js" */
/** @import { Session } from "../station/session.js" */
/** @import { Home } from "./home.js" */

/** @typedef {{ warn: (text: string) => void, remark: (text: string) => void,
 *   offer: (label: string, act: () => void) => void }} Voice */

const GONE = 4404;

/** What a new station does not take over: whether the old one sounds at all is its own affair. */
const LEFT_BEHIND = new Set(["fade", "fade_s"]);

export class Travel {
  #session;
  #home;
  #voice;
  #busy = false;

  /**
   * @param {Session} session
   * @param {Home} home
   * @param {Voice} voice
   */
  constructor(session, home, voice) {
    this.#session = session;
    this.#home = home;
    this.#voice = voice;
    session.onVisit.on(({ station }) => station && this.#settle());
    session.onHello.on(() => this.#settle());
    session.onLink.on(({ code }) => code === GONE && queueMicrotask(() => this.#miss()));
  }

  /** Go where the page's address says, or home; stay at the shared station otherwise. A moment is not for here. */
  start() {
    const asked = new URL(location.href).searchParams;
    const named = asked.get("station");
    if (named) {
      this.visit(named);
    } else if (this.#home.within && !asked.has("moment")) {
      this.goHome();
    }
  }

  /** What kind of place this is to the listener. @returns {"shared" | "named" | "own" | "foreign"} */
  get where() {
    const { hello, place } = this.#session;
    if (hello?.kind === "personal") {
      return this.#session.mayChange ? "own" : "foreign";
    }
    return place.token ? "own" : place.station === SHARED.station ? "shared" : "named";
  }

  /** Whether the listener has a station of their own elsewhere. */
  get hasHome() {
    return this.#home.own !== null && this.where !== "own";
  }

  /** @param {string} name */
  visit(name) {
    const { own } = this.#home;
    this.#session.visit(own?.station === name ? { ...own } : { station: name });
  }

  goHome() {
    if (this.#home.own) {
      this.#session.visit({ ...this.#home.own });
    }
  }

  goShared() {
    this.#session.visit(SHARED);
  }

  /**
   * Have a station of one's own opened, with the settings that are in force here; it takes the place of an older one.
   * @param {number} [seed] this station's when absent
   */
  async makeMine(seed = this.#session.hello?.seed) {
    const { context, hello } = this.#session;
    const music = Object.entries(context).filter(([name]) => !LEFT_BEHIND.has(name));
    /** @type {Settings} */
    const wish = { ...Object.fromEntries(music), kit: hello?.kit };
    await this.#try(async () => {
      const left = this.#home.own;
      const own = await openStation(Number.isSafeInteger(seed) ? { ...wish, seed } : wish);
      this.#home.keep(own);
      this.#session.visit({ ...own });
      await (left && closeStation(left).catch(() => null));
    });
  }

  /** Close one's own station, and go back to the shared one. */
  async close() {
    const { own } = this.#home;
    if (own) {
      await this.#try(async () => {
        await closeStation(own);
        this.#home.forget();
        this.goShared();
      });
    }
  }

  /** The token is not the owner's: stay, as a listener. */
  disown() {
    const { station } = this.#session.place;
    if (this.#home.own?.station === station) {
      this.#home.forget();
    }
    if (this.#session.place.token) {
      this.#session.visit({ station });
    }
  }

  /** @param {() => Promise<void>} act */
  async #try(act) {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    try {
      await act();
    } catch (error) {
      this.#voice.warn(reason(error));
    } finally {
      this.#busy = false;
    }
  }

  /**
   * Keep where the listener is, for the next time and in the page's address. A station that was opened for them, to
   * play a moment, say, is their own too, but takes the place of no other.
   */
  #settle() {
    const { station, token } = this.#session.place;
    if (token && !this.#home.own) {
      this.#home.keep({ station, token });
    }
    this.#home.enter(token !== undefined && token === this.#home.own?.token);
    write(station);
  }

  /** The station is gone: if it was the listener's own, the shared one goes on. */
  #miss() {
    const { station } = this.#session.place;
    if (this.#session.code === GONE && station === this.#home.own?.station) {
      this.#home.forget();
      this.#voice.offer("", () => {});
      this.#voice.warn(say("controls.station.gone"));
      this.goShared();
    }
  }
}

/**
 * Say in the page's address where the listener is.
 * @param {string} station
 */
function write(station) {
  const url = new URL(location.href);
  if (station === SHARED.station) {
    url.searchParams.delete("station");
  } else {
    url.searchParams.set("station", station);
  }
  if (url.href !== location.href) {
    history.replaceState(history.state, "", url);
  }
}

/** @param {unknown} error */
function reason(error) {
  if (!(error instanceof Refused)) {
    throw error;
  }
  const { status, message } = error;
  return say(status === 429 ? "faults.full" : status === 0 ? "faults.lost" : "controls.station.failed", {
    detail: message,
  });
}
