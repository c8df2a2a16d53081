/** The wheel of fifths: neighbours share all their tones but one, and stand beside each other in colour too. */

import { FIFTHS, ROOTS } from "../music/music.js";
import { hueOf } from "../music/palette.js";
import { make } from "../page/elements.js";
import { say } from "../words/words.js";
import { keyWords } from "./choice.js";
import { Picks } from "./picks.js";

/** How far from the middle the keys stand, in parts of the wheel's width. */
const RADIUS = 0.405;

export class Wheel {
  root;
  #picks;
  #heard = make("strong");
  #coming = make("em");

  /** @param {(root: number) => void} turn a root was chosen */
  constructor(turn) {
    const keys = FIFTHS.map((pitchClass) => ROOTS[pitchClass]);
    this.#picks = new Picks(
      "key",
      say("controls.key.title"),
      keys.map(({ pitch, name }) => [String(pitch), name]),
      (value) => turn(Number(value)),
    );
    for (const [step, label] of [...this.#picks.labels.values()].entries()) {
      const { x, y } = spot(step);
      label.style.setProperty("--x", `${(100 * x).toFixed(2)}%`);
      label.style.setProperty("--y", `${(100 * y).toFixed(2)}%`);
      label.style.setProperty("--own-hue", String(hueOf(FIFTHS[step])));
    }
    this.root = this.#picks.root;
    const middle = make("p", { class: "middle", "aria-hidden": "true" }, this.#heard, this.#coming);
    this.root.querySelector(".picks")?.append(middle);
  }

  /**
   * @param {{ key: number, mode: string }} shown
   * @param {{ key: number, mode: string }} heard
   * @param {string} waits
   */
  show(shown, heard, waits) {
    this.#picks.show(String(shown.key), String(heard.key), waits);
    const [now, next] = [keyWords(heard.key, heard.mode), keyWords(shown.key, shown.mode)];
    this.#heard.textContent = now;
    this.#coming.textContent = next === now ? "" : `→ ${next}`;
  }
}

/**
 * Where a key stands, in parts of the wheel's width and height; C is at the top, and fifths go up clockwise.
 * @param {number} step fifths above C
 */
export function spot(step) {
  const angle = (step * Math.PI) / 6;
  return { x: 0.5 + RADIUS * Math.sin(angle), y: 0.5 - RADIUS * Math.cos(angle) };
}
