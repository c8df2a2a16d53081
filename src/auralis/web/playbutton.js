/** The Play button, the space bar, and the first tap, which browsers ask for before they let sound out. */

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
   * The first click anywhere else starts the sound too.
   * @param {() => void} start
   */
  onFirstTap(start) {
    const tap = (/** @type {Event} */ event) => {
      document.removeEventListener("click", tap, true);
      if (!(event.target instanceof Node && this.#button.contains(event.target))) {
        start();
      }
    };
    document.addEventListener("click", tap, true);
  }

  /** @param {import("./player.js").PlayerState} state */
  show(state) {
    this.#on = state === "playing" || state === "buffering";
    this.#label.textContent = this.#on ? "Pause" : "Play";
    this.#button.dataset.state = state;
  }

  /** The middle of the button, in CSS pixels from the window's left edge. */
  get middle() {
    const box = this.#button.getBoundingClientRect();
    return box.left + box.width / 2;
  }

  /** Do what the button said when it was pressed: the press itself may let a waiting sound out. */
  #click() {
    const on = this.#onWhenPressed ?? this.#on;
    this.#onWhenPressed = null;
    this.#turn(!on);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === " " && !event.repeat && !event.ctrlKey && !event.metaKey && !usesSpace(event.target)) {
      event.preventDefault();
      this.#turn(!this.#on);
    }
  }
}

/**
 * Whether the space bar already means something there.
 * @param {EventTarget | null} target
 */
function usesSpace(target) {
  return (
    target instanceof HTMLButtonElement ||
    target instanceof HTMLAnchorElement ||
    (target instanceof HTMLInputElement && target.type === "radio" && !target.checked)
  );
}
