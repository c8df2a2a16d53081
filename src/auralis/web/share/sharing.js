/** Keeping what was heard, and sharing the moment. */

import { make, storage } from "../page/elements.js";
import { ask } from "../station/token.js";
import { say } from "../words/words.js";
import { copy } from "./clipboard.js";
import { Keeping } from "./keeping.js";
import { Library } from "./library.js";
import { isLong, linkTo, timeOf } from "./moment.js";

/** @import { Session } from "../station/session.js" */
/** @import { Speaker } from "../page/speaker.js" */

export class Sharing {
  #session;
  #frame;
  #speaker;
  #library;
  #link = make("input", { class: "field link", type: "text", readonly: true });
  #hint = make("p", { class: "hint" });

  /**
   * @param {Session} session
   * @param {HTMLElement} place the panel "keep"
   * @param {() => number | null} frame the station's frame that is audible now
   * @param {Speaker} speaker
   */
  constructor(session, place, frame, speaker) {
    this.#session = session;
    this.#frame = frame;
    this.#speaker = speaker;
    this.#link.setAttribute("aria-label", say("share.link"));
    this.#link.hidden = true;
    this.#link.addEventListener("focus", () => this.#link.select());
    const kept = storage();
    this.#library = new Library(kept);
    place.append(this.#sharing());
    new Keeping(session, this.#library, place, frame, kept);
  }

  #sharing() {
    const button = make("button", { class: "button main", type: "button" }, say("share.share"));
    button.addEventListener("click", () => this.#share());
    return make(
      "section",
      { class: "part" },
      make("h2", {}, say("share.moment")),
      make("p", { class: "hint" }, say("share.explained")),
      make("div", { class: "row" }, button, this.#link),
      this.#hint,
    );
  }

  async #share() {
    const frame = this.#frame();
    const { hello } = this.#session;
    if (frame === null || !hello) {
      this.#speaker.warn(say("share.silent"));
      return;
    }
    const address = await addressOf(hello.station);
    if (address === null) {
      this.#speaker.warn(say("share.unreachable"));
      return;
    }
    const time = timeOf(frame, hello.sample_rate);
    const link = linkTo(location.origin, address, time);
    this.#show(isLong(link) ? await this.#short(link, hello.station, frame) : link, time);
  }

  /**
   * Have the server keep a moment whose link would be long, under a short name; the long one where it can't.
   * @param {string} link
   * @param {string} station
   * @param {number} frame
   */
  async #short(link, station, frame) {
    try {
      const kept = await this.#library.keep({ station, from: Math.floor(frame) });
      return new URL(kept.link, location.href).href;
    } catch {
      return link;
    }
  }

  /**
   * @param {string} link
   * @param {string} time
   */
  async #show(link, time) {
    this.#link.value = link;
    this.#link.hidden = false;
    const copied = await copy(link);
    this.#hint.textContent = isLong(link) ? say("share.long") : "";
    this.#speaker.remark(say(copied ? "share.copied" : "share.select", { time }));
    if (!copied) {
      this.#link.focus();
    }
  }
}

/**
 * The recipe of a station so far, as its address; null where the server can't be asked.
 * @param {string} station
 * @returns {Promise<string | null>}
 */
async function addressOf(station) {
  try {
    const answer = await ask(`/api/v1/stations/${encodeURIComponent(station)}`);
    const { address } = await answer.json();
    return answer.ok && typeof address === "string" ? address : null;
  } catch {
    return null;
  }
}
