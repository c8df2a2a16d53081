/** The page's light: as the device says, day, evening, or night, which is nearly black. */

const STORAGE_NAME = "auralis_theme";

/** @typedef {"auto" | "light" | "dark" | "night"} Theme */

/** @type {Theme[]} */
export const THEMES = ["auto", "light", "dark", "night"];

export class Light {
  #root;
  #storage;
  /** @type {Theme} */
  #theme = "auto";

  /**
   * @param {HTMLElement} root
   * @param {Pick<Storage, "getItem" | "setItem"> | null} storage
   */
  constructor(root, storage) {
    this.#root = root;
    this.#storage = storage;
    this.theme = THEMES.find((theme) => theme === storage?.getItem(STORAGE_NAME)) ?? "auto";
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => this.#apply());
  }

  get theme() {
    return this.#theme;
  }

  set theme(theme) {
    this.#theme = theme;
    this.#storage?.setItem(STORAGE_NAME, theme);
    this.#apply();
  }

  #apply() {
    const device = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    this.#root.dataset.theme = this.#theme === "auto" ? device : this.#theme;
  }
}
