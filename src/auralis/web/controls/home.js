/** The listener's own station: its name and the token that makes them its owner, kept in the browser. */

const STORAGE_NAME = "auralis_station";

/** @typedef {{ station: string, token: string }} Own */

export class Home {
  /** @type {Own | null} */
  own = null;

  /** Whether the listener was there last. */
  within = false;

  #storage;

  /** @param {Pick<Storage, "getItem" | "setItem" | "removeItem"> | null} storage */
  constructor(storage) {
    this.#storage = storage;
    const kept = parse(storage?.getItem(STORAGE_NAME) ?? "");
    if (isText(kept?.station) && isText(kept?.token)) {
      this.own = { station: kept.station, token: kept.token };
      this.within = kept.within !== false;
    }
  }

  /**
   * Keep a station, and that the listener is there.
   * @param {Own} own
   */
  keep(own) {
    this.own = { station: own.station, token: own.token };
    this.enter(true);
  }

  /**
   * Keep whether the listener is there.
   * @param {boolean} within
   */
  enter(within) {
    this.within = within;
    if (this.own) {
      this.#storage?.setItem(STORAGE_NAME, JSON.stringify({ ...this.own, within }));
    }
  }

  /** The station is gone. */
  forget() {
    this.own = null;
    this.within = false;
    this.#storage?.removeItem(STORAGE_NAME);
  }
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === "string" && value !== "";
}
