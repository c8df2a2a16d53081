/** The words beside the Play button, and the colour of the page: both follow the chord that sounds. */

import { hueOf, nearestHue } from "../music/palette.js";

/** @typedef {import("../station/protocol.js").Chord} Chord */

export class NowPanel {
  #root;
  /** @type {Chord | null} */
  #chord = null;
  #reason = "";
  #hue = hueOf(2);

  /** @param {HTMLElement} root the element whose style carries the hue; the words lie within */
  constructor(root) {
    this.#root = root;
    for (const place of ["#reason", "#phrase"]) {
      this.#find(place).lang = "en"; // as the station says it
    }
  }

  /** @param {Chord | null} chord */
  show(chord) {
    if (!chord || (chord.symbol === this.#chord?.symbol && chord.frame === this.#chord.frame)) {
      return;
    }
    this.#chord = chord;
    this.#write("#chord", chord.symbol);
    this.#write("#roman", chord.roman);
    this.#write("#reason", chord.reason ?? "");
    const pitch = chord.root_pitch ?? chord.pitch_classes[0];
    if (pitch !== undefined) {
      this.#hue = nearestHue(hueOf(pitch % 12), this.#hue);
      this.#root.style.setProperty("--hue", this.#hue.toFixed(1));
    }
  }

  /**
   * Say why the phrase is as it is; an empty reason clears the line.
   * @param {string} reason
   */
  explain(reason) {
    if (reason !== this.#reason) {
      this.#reason = reason;
      this.#write("#phrase", reason);
    }
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(selector));
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #write(selector, text) {
    this.#find(selector).textContent = text;
  }
}
