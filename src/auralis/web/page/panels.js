/** The row of buttons that opens one panel at a time; when none is open the picture has the page to itself. */

const STORAGE_NAME = "auralis_panel";

export class Panels {
  #buttons;
  #storage;

  /**
   * @param {HTMLElement} row buttons with `aria-controls`
   * @param {Pick<Storage, "getItem" | "setItem"> | null} storage where the open panel is kept
   */
  constructor(row, storage) {
    this.#buttons = [...row.querySelectorAll("button")];
    this.#storage = storage;
    for (const button of this.#buttons) {
      button.addEventListener("click", () => this.show(this.open === idOf(button) ? null : idOf(button)));
    }
    this.show(storage?.getItem(STORAGE_NAME) ?? null);
  }

  /** The id of the panel that is open, or null. */
  get open() {
    const button = this.#buttons.find((b) => b.getAttribute("aria-expanded") === "true");
    return button ? idOf(button) : null;
  }

  /**
   * Open or close the panel of a button, counted from 0; does nothing where there is none.
   * @param {number} index
   */
  turn(index) {
    this.#buttons[index]?.click();
  }

  /**
   * Open a panel in place of another; null, or a name that there is not, closes it.
   * @param {string | null} id
   */
  show(id) {
    for (const button of this.#buttons) {
      const shown = idOf(button) === id;
      button.setAttribute("aria-expanded", String(shown));
      const panel = document.getElementById(idOf(button));
      if (panel) {
        panel.hidden = !shown;
      }
    }
    document.documentElement.dataset.panel = this.open ?? "none";
    this.#storage?.setItem(STORAGE_NAME, this.open ?? "");
  }
}

/** @param {Element} button */
function idOf(button) {
  return button.getAttribute("aria-controls") ?? "";
}
