/** Keeping what was heard, and sharing the moment. */

import { make } from "../page/elements.js";
import { say } from "../words/words.js";
import { isLong, linkTo, timeOf } from "./moment.js";

/** @import { Session } from "../station/session.js" */
/** @import { Speaker } from "../page/speaker.js" */

const MINUTES = [1, 5, 15, 60];

export class Sharing {
  #session;
  #frame;
  #speaker;
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
    place.append(this.#sharing(), this.#keeping());
  }

  #sharing() {
    const button = make("button", { class: "button main", type: "button" }, say("share.share"));
    button.addEventListener("click", () => this.#share());
    return make(
      "section",
      { class: "share" },
      make("h2", {}, say("share.moment")),
      make("p", { class: "hint" }, say("share.explained")),
      make("div", { class: "row" }, button, this.#link),
      this.#hint,
    );
  }

  /** Keeping is the server's work, and it can't do it yet: the buttons say so instead of doing nothing. */
  #keeping() {
    const told = make("p", { class: "hint", role: "status" });
    const buttons = MINUTES.map((minutes) => {
      const button = make("button", { class: "button", type: "button" }, say("share.minutes", { minutes }));
      button.addEventListener("click", () => {
        told.textContent = say("share.notyet", { minutes });
      });
      return button;
    });
    return make(
      "section",
      { class: "share" },
      make("h2", {}, say("share.keep")),
      make("p", { class: "hint" }, say("share.keeping")),
      make("div", { class: "row" }, ...buttons),
      told,
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
    this.#show(linkTo(location.origin, address, time), time);
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
    const answer = await fetch(`/api/v1/stations/${encodeURIComponent(station)}`);
    const { address } = await answer.json();
    return answer.ok && typeof address === "string" ? address : null;
  } catch {
    return null;
  }
}

/**
 * Put a text on the clipboard; false where the browser does not let it.
 * @param {string} text
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
