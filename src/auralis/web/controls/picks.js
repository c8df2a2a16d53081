/** One of a few: native radio buttons, so that arrow keys go round and screen readers know the way. */

import { make } from "../page/elements.js";

export class Picks {
  root;
  /** By their value. @type {Map<string, HTMLLabelElement>} */
  labels = new Map();
  #pending;

  /**
   * @param {string} field
   * @param {string} title
   * @param {[string, string, string?][]} options value, what stands there, and what it is called where that differs
   * @param {(value: string) => void} turn
   */
  constructor(field, title, options, turn) {
    this.#pending = make("em", { "data-pending": field });
    const row = make("div", { class: "picks" });
    for (const [value, text, name] of options) {
      const input = make("input", { type: "radio", name: field, value, class: "unseen" });
      if (name) {
        input.setAttribute("aria-label", name);
      }
      input.addEventListener("change", () => turn(value));
      const label = make("label", { class: "pick" }, input, make("span", {}, text));
      this.labels.set(value, label);
      row.append(label);
    }
    this.root = make("fieldset", { class: field }, make("legend", {}, title, this.#pending), row);
  }

  /**
   * @param {string} shown what was chosen
   * @param {string} heard what sounds, which may still be another
   * @param {string} waits
   */
  show(shown, heard, waits) {
    for (const [value, label] of this.labels) {
      const input = /** @type {HTMLInputElement} */ (label.firstElementChild);
      input.checked = value === shown;
      label.classList.toggle("lit", value === heard);
      label.classList.toggle("coming", value === shown && shown !== heard);
    }
    this.#pending.textContent = waits;
  }
}
