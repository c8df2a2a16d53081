/** The music to read: the piano roll, the colours of the layers, the chords and why they are there. */

import { inks } from "../music/palette.js";
import { make } from "../page/elements.js";
import { say } from "../words/words.js";
import { Roll } from "./roll.js";
import { hueOfChord } from "./weather.js";

/** @import { Chord } from "../station/protocol.js" */
/** @import { Score } from "./score.js" */

const CHORDS = 8;

export class Panel {
  #place;
  #score;
  #roll;
  #phrase = make("p", { class: "phrase-reason" });
  #list = make("ol", { class: "chords" });
  #listed = "";

  /**
   * @param {HTMLElement} place
   * @param {Score} score
   */
  constructor(place, score) {
    const canvas = make("canvas", { class: "roll", role: "img", "aria-label": say("score.roll") });
    const layers = make("ul", { class: "layers", "aria-label": say("score.layers") });
    layers.append(...inks().map(({ name, rgb, day }) => legend(say(`score.inks.${name}`), rgb, day)));
    this.#place = place;
    this.#score = score;
    this.#roll = new Roll(canvas, score);
    this.#list.append(make("li", { class: "hint" }, say("score.empty")));
    place.append(canvas, layers, make("h2", {}, say("score.why")), this.#phrase, this.#list);
  }

  /**
   * Show the moment of a frame, if anybody sees it.
   * @param {number} frame
   * @param {number} rate frames a second
   */
  draw(frame, rate) {
    if (this.#place.hidden) {
      return;
    }
    this.#roll.draw(frame, rate);
    const current = this.#score.chordAt(frame);
    const listed = `${current?.frame} ${this.#score.edition}`;
    if (current && listed !== this.#listed) {
      this.#listed = listed;
      const chords = this.#score.chords.filter((chord) => chord.frame >= current.frame).slice(0, CHORDS);
      this.#list.replaceChildren(...chords.map((chord) => this.#item(chord, chord === current, rate)));
      this.#phrase.textContent = this.#score.reasonAt(frame);
    }
  }

  refresh() {
    this.#roll.refresh();
  }

  /**
   * @param {Chord} chord
   * @param {boolean} current
   * @param {number} rate
   */
  #item(chord, current, rate) {
    const bars = this.#score.barLines(chord.frame + rate / 10, chord.frame + chord.frames - rate / 10).length;
    const long = bars === 1 ? say("score.bar") : bars > 1 ? say("score.bars", { bars }) : "";
    const item = make(
      "li",
      { "aria-current": current && "true" },
      make("strong", {}, chord.symbol),
      " ",
      make("span", {}, chord.roman),
      " ",
      make("small", {}, long),
      make("p", {}, chord.reason ?? ""),
    );
    item.style.setProperty("--hue", hueOfChord(chord).toFixed(0));
    return item;
  }
}

/**
 * @param {string} name
 * @param {string} rgb
 * @param {string} day
 */
function legend(name, rgb, day) {
  const item = make("li", {}, name);
  item.style.setProperty("--ink", `rgb(${rgb})`);
  item.style.setProperty("--day", `rgb(${day})`);
  return item;
}
