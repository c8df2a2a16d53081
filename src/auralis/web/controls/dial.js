/** A slider with its name, its value in words, and what a change waits for. */

import { fillTrack, make } from "../page/elements.js";

/** @import { Range } from "./fields.js" */

export class Dial {
  root;
  #slider;
  #pending;
  #output;
  #words;

  /**
   * @param {string} field
   * @param {{ label: string, name?: string, words: (value: number) => string, turn: (value: number) => void }} what
   *   what stands there, what it is called where that says too little, its value in words, what happens when it is turned
   * @param {Pick<Range, "low" | "high" | "step">} range
   */
  constructor(field, { label, name = label, words, turn }, { low, high, step }) {
    const id = `turn-${field}`;
    this.#words = words;
    this.#pending = make("em", { "data-pending": field, id: `${id}-pending` });
    this.#output = make("output", { for: id });
    this.#slider = make("input", { id, type: "range", min: low, max: high, step, name: field });
    this.#slider.setAttribute("aria-label", name);
    this.#slider.setAttribute("aria-describedby", this.#pending.id);
    this.#slider.addEventListener("input", () => turn(Number(this.#slider.value)));
    const shown = make("label", { for: id, class: "label" }, label);
    this.root = make("div", { class: "dial" }, shown, this.#pending, this.#output, this.#slider);
  }

  /**
   * @param {number} value
   * @param {string} waits
   */
  show(value, waits = "") {
    const text = this.#words(value);
    this.#slider.max = String(Math.max(Number(this.#slider.max), value));
    if (Number(this.#slider.value) !== value) {
      this.#slider.value = String(value);
    }
    fillTrack(this.#slider);
    this.#slider.setAttribute("aria-valuetext", text);
    this.#output.textContent = text;
    this.#pending.textContent = waits;
  }
}
