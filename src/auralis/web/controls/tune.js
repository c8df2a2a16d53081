/** The panel of the music as a whole: key, mode, tempo, and how it is played. */

import { METERS, MODES } from "../music/music.js";
import { make } from "../page/elements.js";
import { say } from "../words/words.js";
import { fieldOf } from "./choice.js";
import { Dial } from "./dial.js";
import { RANGES } from "./fields.js";
import { Picks } from "./picks.js";
import { Wheel } from "./wheel.js";

/** @import { Turning } from "./turning.js" */

const SHARES = ["intensity", "density", "brightness", "space", "calm", "wander"];
const QUICKEST = 120;

/** How far the key wanders when nothing else was said. */
const WANDERING = RANGES.wander.first;

export class Tune {
  #turning;
  #wheel;
  #modes;
  #meters;
  #tempo;
  #beats;
  #wanders;
  /** @type {Map<string, Dial>} */
  #dials = new Map();

  /**
   * @param {HTMLElement} place
   * @param {Turning} turning
   */
  constructor(place, turning) {
    this.#turning = turning;
    this.#wheel = new Wheel((key) => turning.ask({ key }));
    this.#modes = new Picks(
      "mode",
      say("controls.mode"),
      MODES.map((mode) => [mode, say(`controls.modes.${mode}`)]),
      (mode) => turning.ask({ mode }),
    );
    this.#meters = new Picks(
      "meter",
      say("controls.meter"),
      METERS.map((meter) => [meter, meter]),
      (meter) => turning.ask({ meter }),
    );
    this.#tempo = this.#dial("bpm", { ...RANGES.bpm, high: QUICKEST }, (bpm) => `${Math.round(bpm)} bpm`);
    this.#beats = this.#beatsField();
    this.#wanders = make("input", { type: "checkbox", role: "switch" });
    this.#wanders.addEventListener("change", () => this.#wander(this.#wanders.checked));
    place.append(...this.#rows());
    turning.onShow.on(() => this.#show());
    this.#show();
  }

  #rows() {
    const wanders = make("label", { class: "switch" }, this.#wanders, say("controls.wanders"));
    this.#tempo.root
      .querySelector("output")
      ?.replaceWith(make("span", { class: "beats" }, this.#beats, " bpm"));
    const shares = SHARES.map((field) => {
      const dial = this.#dial(field, RANGES[field], (value) => `${Math.round(100 * value)} %`);
      this.#dials.set(field, dial);
      return dial.root;
    });
    const key = make("div", { class: "keyed" }, this.#wheel.root, make("div", {}, this.#modes.root, wanders));
    return [key, this.#tempo.root, make("div", { class: "dials" }, ...shares), this.#meters.root];
  }

  /**
   * @param {string} field
   * @param {import("./fields.js").Range} range
   * @param {(value: number) => string} words
   */
  #dial(field, range, words) {
    const turn = (/** @type {number} */ value) => this.#turning.ask({ [field]: value });
    return new Dial(field, { label: say(`controls.dials.${field}`), words, turn }, range);
  }

  /** The tempo as a number to be written; what makes no sense goes back. */
  #beatsField() {
    const { low, high } = RANGES.bpm;
    const label = say("controls.beats");
    const field = make("input", { class: "field", type: "number", min: low, max: high, "aria-label": label });
    field.addEventListener("change", () => {
      const bpm = Number(field.value);
      if (field.value !== "" && bpm >= low && bpm <= high) {
        this.#turning.ask({ bpm });
      }
      this.#show();
    });
    return field;
  }

  /** @param {boolean} on */
  #wander(on) {
    this.#turning.ask(on ? { key_held: false, wander: WANDERING } : { key_held: true, wander: 0 });
  }

  #show() {
    const { shown, heard } = this.#turning;
    const waits = (/** @type {string} */ field) => waitWords(this.#turning, field);
    this.#wheel.show(shown, heard, waits("key"));
    this.#modes.show(shown.mode, heard.mode, waits("mode"));
    this.#meters.show(shown.meter, heard.meter, waits("meter"));
    this.#tempo.show(shown.bpm, waits("bpm"));
    if (document.activeElement !== this.#beats) {
      this.#beats.value = String(Math.round(shown.bpm));
    }
    this.#wanders.checked = shown.wander > 0;
    for (const [field, dial] of this.#dials) {
      dial.show(Number(fieldOf(shown, field)), waits(field));
    }
  }
}

/**
 * When a change of a field will be heard, in words; empty when nothing is on its way.
 * @param {Turning} turning
 * @param {string} field
 */
function waitWords(turning, field) {
  const boundary = turning.waitsFor(field);
  return boundary ? say(`controls.from.${boundary}`) : "";
}
