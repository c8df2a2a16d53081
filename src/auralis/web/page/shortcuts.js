/** The keyboard: arrows, digits, letters, and a page of help. */

import { say } from "../words/words.js";
import { make, storage } from "./elements.js";

const STORAGE_NAME = "auralis_keys";
const VOLUME_STEP = 0.05;
const LEAP = 5;

/** The panels' letters, in the order of their tabs. */
export const LETTERS = ["t", "m", "n", "s", "k", "e", "h"];

const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/** Where arrows already mean something. */
const TAKES_ARROWS =
  "input[type=range], input[type=radio], audio, video, [role=slider], [role=radio], [role=radiogroup], [role=tab], " +
  "[role=listbox], [role=option], [role=spinbutton], [role=menuitem]";

/** Where every key does: what is written in, and a dialog, which has the page to itself. */
const TAKES_ALL =
  "dialog[open], textarea, select, [contenteditable], [role=textbox], input:not([type=range], [type=radio], " +
  "[type=checkbox], [type=button], [type=submit], [type=reset], [type=color], [type=file])";

/** Where the space bar does. */
const TAKES_SPACE =
  "button, a[href], summary, input[type=checkbox], input[type=radio]:not(:checked), audio, video, [role=button], " +
  "[role=switch], [role=radio], [role=checkbox], [role=tab], [role=option], [role=menuitem]";

/**
 * Whether a key already means something to what has the focus.
 * @param {EventTarget | null} target
 * @param {string} key
 */
export function claims(target, key) {
  if (!(target instanceof Element)) {
    return false;
  }
  const keyed = key === " " ? TAKES_SPACE : TAKES_ARROWS;
  const own = (key === " " || ARROWS.includes(key)) && target.closest(keyed) !== null;
  return own || target.closest(TAKES_ALL) !== null;
}

/**
 * @typedef {object} Acts
 * @property {(index: number) => void} preset
 * @property {(by: number) => void} volume
 * @property {(by: number) => void} tempo
 * @property {(index: number) => void} panel
 * @property {() => void} close
 */

export class Shortcuts {
  #acts;
  #storage = storage();
  #on = true;
  /** @type {HTMLDialogElement | null} */
  #help = null;

  /** @param {Acts} acts */
  constructor(acts) {
    this.#acts = acts;
    this.#on = this.#storage?.getItem(STORAGE_NAME) !== "false";
    document.addEventListener("keydown", (event) => this.#key(event));
    const label = { "aria-label": say("health.keys.title"), "aria-haspopup": "dialog" };
    const button = make("button", { type: "button", class: "chip help-button", ...label }, "?");
    button.addEventListener("click", () => this.#showHelp());
    document.querySelector("header")?.append(button);
    this.#name();
  }

  /** Tell assistive programs the letter of each tab. */
  #name() {
    for (const [index, tab] of document.querySelectorAll("#panels button").entries()) {
      const letter = LETTERS[index]?.toUpperCase();
      if (letter && this.#on) {
        tab.setAttribute("aria-keyshortcuts", letter);
      } else {
        tab.removeAttribute("aria-keyshortcuts");
      }
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    const taken =
      event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (taken || claims(event.target, key)) {
      return;
    }
    if (key === "Escape") {
      this.#close();
    } else if (this.#on && this.#act(key, event.shiftKey, event.repeat)) {
      event.preventDefault();
    }
  }

  /**
   * Do what a key stands for; false when it stands for nothing.
   * @param {string} key
   * @param {boolean} shift
   * @param {boolean} held
   */
  #act(key, shift, held) {
    const far = shift ? LEAP : 1;
    const turns = {
      ArrowUp: () => this.#acts.volume(VOLUME_STEP),
      ArrowDown: () => this.#acts.volume(-VOLUME_STEP),
      ArrowRight: () => this.#acts.tempo(far),
      ArrowLeft: () => this.#acts.tempo(-far),
    };
    const letter = LETTERS.indexOf(key.toLowerCase());
    if (key in turns) {
      turns[/** @type {keyof typeof turns} */ (key)]();
    } else if (held) {
      return false;
    } else if (/^[1-9]$/.test(key)) {
      this.#acts.preset(Number(key) - 1);
    } else if (letter >= 0) {
      this.#acts.panel(letter);
    } else if (key === "?") {
      this.#showHelp();
    } else {
      return false;
    }
    return true;
  }

  /** Close the panel; who was within goes back to its tab. */
  #close() {
    const panel = document.activeElement?.closest(".panel");
    this.#acts.close();
    if (panel) {
      /** @type {HTMLElement | null} */ (document.querySelector(`[aria-controls="${panel.id}"]`))?.focus();
    }
  }

  #showHelp() {
    this.#help ??= this.#makeHelp();
    this.#help.showModal();
  }

  #makeHelp() {
    const close = make("button", { type: "button", class: "button", autofocus: true }, say("page.close"));
    const title = make("h2", { id: "help-title" }, say("health.keys.title"));
    const attributes = { class: "help", "aria-labelledby": "help-title" };
    const dialog = make("dialog", attributes, title, keyList(), this.#makeSwitch(), close);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    return dialog;
  }

  /** Single letters get in the way of those who speak to their machine: they can be turned off. */
  #makeSwitch() {
    const input = make("input", { type: "checkbox", role: "switch", checked: this.#on });
    input.addEventListener("change", () => {
      this.#on = input.checked;
      this.#storage?.setItem(STORAGE_NAME, String(this.#on));
      this.#name();
    });
    return make("label", { class: "switch" }, input, say("health.keys.on"));
  }
}

/** All keys and what they do. */
function keyList() {
  /** @type {[string[], string][]} */
  const keys = [
    [[say("health.keys.space")], say("health.keys.play")],
    [["↑", "↓"], say("page.volume")],
    [["←", "→"], say("health.keys.tempo")],
    [["1", "…", "9"], say("health.keys.presets")],
    ...tabs(),
    [["Esc"], say("health.keys.close")],
    [["?"], say("health.keys.title")],
  ];
  const rows = keys.map(([names, does]) => {
    const caps = names.flatMap((name) => [make("kbd", {}, name), " "]);
    return make("div", {}, make("dt", {}, ...caps), make("dd", {}, does));
  });
  return make("dl", { class: "keys" }, ...rows);
}

/** @returns {[string[], string][]} */
function tabs() {
  return [...document.querySelectorAll("#panels button")].map((tab, index) => [
    [LETTERS[index]?.toUpperCase() ?? ""],
    tab.textContent ?? "",
  ]);
}
