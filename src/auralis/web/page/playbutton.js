/** The Play button, the space bar, and the first tap, which browsers ask for before they let sound out. */

import { say } from "../words/words.js";
import { claims } from "./shortcuts.js";

export class PlayButton {
  #button;
  #label;
  #turn;
  #on = false;
  /** @type {boolean | null} */
  #onWhenPressed = null;

  /**
   * @param {HTMLButtonElement} button
   * @param {HTMLElement} label
   * @param {(on: boolean) => void} turn
   */
  constructor(button, label, turn) {
    this.#button = button;
    this.#label = label;
    this.#turn = turn;
    button.addEventListener("pointerdown", () => {
      this.#onWhenPressed = this.#on;
    });
    button.addEventListener("click", () => this.#click());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * The first click anywhere else starts the sound too, once it has done what it was for.
   * @param {() => void} start
   */
  onFirstTap(start) {
    const tap = (/** @type {Event} */ event) => {
      document.removeEventListener("click", tap);
      if (!(event.target instanceof Node && this.#button.contains(event.target))) {
        start();
      }
    };
    document.addEventListener("click", tap);
  }

  /** @param {import("../sound/player.js").PlayerState} state */
  show(state) {
    this.#on = state === "playing" || state === "buffering";
    this.#label.textContent = say(this.#on ? "player.pause" : "player.play");
    this.#button.dataset.state = state;
  }

  /** Do what the button said when it was pressed: the press itself may let a waiting sound out. */
  #click() {
    const on = this.#onWhenPressed ?? this.#on;
    this.#onWhenPressed = null;
    this.#turn(!on);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const meant = event.key === " " && !event.repeat && !event.defaultPrevented;
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (meant && bare && !claims(event.target, " ")) {
      event.preventDefault();
      this.#turn(!this.#on);
    }
  }
}
