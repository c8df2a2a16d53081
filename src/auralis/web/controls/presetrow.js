/** The presets, built-in and the listener's own, in a row. */

import { PRESETS } from "../music/music.js";
import { make } from "../page/elements.js";
import { say } from "../words/words.js";
import { describe, isSameChoice, keyWords } from "./choice.js";
import { choiceFrom } from "./ownpresets.js";
import { makeButton, makeWindow } from "./window.js";

/** @import { OwnPreset, OwnPresets } from "./ownpresets.js" */
/** @import { Turning } from "./turning.js" */

const UNDO_MS = 8_000;

export class PresetRow {
  #turning;
  #own;
  #row = make("fieldset", { class: "cards" });
  #names;
  /** What the names are asked for: a preset to be changed, or null for a new one. @type {OwnPreset | null} */
  #editing = null;
  /** A preset that was just deleted, and what brings it back. @type {{ name: string, undo: () => void } | null} */
  #gone = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #forgetting;

  /**
   * @param {HTMLElement} place
   * @param {Turning} turning
   * @param {OwnPresets} own
   */
  constructor(place, turning, own) {
    this.#turning = turning;
    this.#own = own;
    this.#names = new Names(place, {
      save: (name) => this.#save(name),
      remove: () => this.#remove(),
      leave: (gone) => this.focus(gone ? ".undo" : ".add"),
    });
    place.append(this.#row);
    turning.onShow.on(() => this.#mark());
    this.#fill();
  }

  get row() {
    return this.#row;
  }

  /**
   * Choose a preset by its place, counted from 0; does nothing where there is none.
   * @param {number} index
   */
  choose(index) {
    const built = PRESETS[index];
    const own = this.#own.all[index - PRESETS.length];
    if (built) {
      this.#turning.ask({ preset: built.name });
    } else if (own) {
      this.#turning.ask(choiceFrom(own));
    }
  }

  /** Choose the next one, after the last the first. */
  next() {
    this.choose((this.#chosen + 1) % (PRESETS.length + this.#own.all.length));
  }

  /** The place of the preset that is set; −1 for none. */
  get #chosen() {
    const { shown } = this.#turning;
    const own = this.#own.all.findIndex((preset) => isSameChoice(choiceFrom(preset), shown));
    return own < 0 ? PRESETS.findIndex(({ name }) => name === shown.preset) : PRESETS.length + own;
  }

  #fill() {
    const built = PRESETS.map(({ name, mode, bpm }, index) =>
      this.#card(index, say(`controls.presets.${name}`), [
        say(`controls.captions.${name}`),
        `${say(`controls.modes.${mode}`)} · ${bpm} bpm`,
      ]),
    );
    const own = this.#own.all.map((preset, index) => this.#ownCard(preset, PRESETS.length + index));
    const add = makeButton("+", () => this.#ask(null), "card add");
    add.setAttribute("aria-label", say("controls.own.save"));
    const gone = this.#gone ? [this.#undoCard(this.#gone)] : [];
    this.#row.replaceChildren(
      make("legend", { class: "unseen" }, say("controls.presets.title")),
      ...built,
      ...own,
      ...gone,
      add,
    );
    this.#mark();
  }

  /**
   * @param {number} index
   * @param {string} name
   * @param {string[]} lines
   */
  #card(index, name, [caption, small]) {
    const card = makeButton("", () => this.choose(index), "card");
    card.append(make("strong", {}, name), make("span", {}, caption), make("small", {}, small));
    card.dataset.index = String(index);
    return card;
  }

  /**
   * @param {OwnPreset} preset
   * @param {number} index
   */
  #ownCard(preset, index) {
    const { key, mode, bpm } = choiceFrom(preset);
    const base = say(`controls.presets.${preset.base}`);
    const card = this.#card(index, preset.name, [
      say("controls.own.from", { base }),
      `${keyWords(key, mode)} · ${Math.round(bpm)} bpm`,
    ]);
    const more = makeButton("⋯", () => this.#ask(preset), "more");
    more.setAttribute("aria-label", say("controls.own.change", { name: preset.name }));
    return make("div", { class: "own" }, card, more);
  }

  /** @param {{ name: string, undo: () => void }} gone */
  #undoCard({ name, undo }) {
    const card = makeButton("", () => this.#forget(undo), "card undo");
    card.append(
      make("strong", {}, say("controls.own.undo")),
      make("span", {}, say("controls.own.gone", { name })),
    );
    return card;
  }

  /** @param {() => void} [undo] */
  #forget(undo) {
    clearTimeout(this.#forgetting);
    undo?.();
    this.#gone = null;
    const within = this.#row.contains(document.activeElement);
    this.#fill();
    if (within) {
      this.focus(".add");
    }
  }

  /** @param {string} selector of a button in the row */
  focus(selector) {
    this.#row.querySelector(/** @type {"button"} */ (selector))?.focus();
  }

  /** @param {OwnPreset | null} preset */
  #ask(preset) {
    this.#editing = preset;
    this.#names.ask(
      preset?.name ?? "",
      describe(preset ? choiceFrom(preset) : this.#turning.shown),
      preset !== null,
    );
  }

  /**
   * @param {string} name
   * @returns {boolean} whether it could be done
   */
  #save(name) {
    const done = this.#editing
      ? this.#own.rename(this.#editing.name, name)
      : this.#own.save(name, this.#turning.shown);
    if (done) {
      this.#fill();
    }
    return done;
  }

  #remove() {
    const name = this.#editing?.name ?? "";
    const undo = this.#own.remove(name);
    if (undo) {
      this.#gone = { name, undo };
      this.#fill();
      clearTimeout(this.#forgetting);
      this.#forgetting = setTimeout(() => this.#forget(), UNDO_MS);
    }
  }

  #mark() {
    const chosen = String(this.#chosen);
    for (const card of this.#row.querySelectorAll("[data-index]")) {
      card.setAttribute("aria-pressed", String(card instanceof HTMLElement && card.dataset.index === chosen));
    }
  }
}

/** The window that asks for a preset's name. */
class Names {
  #shown;
  #heading;
  #what = make("p", { class: "hint" });
  #field = make("input", {
    class: "field",
    id: "preset-name",
    maxlength: 40,
    required: true,
    autocomplete: "off",
  });
  #taken = make("p", { class: "notice", role: "alert" });
  #delete;

  /**
   * @param {HTMLElement} place
   * @param {{ save: (name: string) => boolean, remove: () => void, leave: (gone: boolean) => void }} acts
   *   `leave` puts the keyboard back into the row, after a preset is gone, or was kept
   */
  constructor(place, { save, remove, leave }) {
    const button = make("button", { class: "button main", type: "submit" }, say("controls.own.keep"));
    const label = make("label", { class: "label", for: "preset-name" }, say("controls.own.name"));
    const form = make("form", { class: "row" }, label, this.#field, button);
    this.#delete = makeButton(say("controls.own.delete"), () => {
      this.#shown.close();
      remove();
      leave(true);
    });
    const { shown, heading } = makeWindow(place, "", this.#what, form, this.#taken, this.#delete);
    this.#shown = shown;
    this.#heading = heading;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const done = save(this.#field.value);
      this.#taken.textContent = done ? "" : say("controls.own.taken");
      if (done) {
        shown.close();
        leave(false);
      }
    });
  }

  /**
   * @param {string} name
   * @param {string} what what it sounds like
   * @param {boolean} known whether it is there already
   */
  ask(name, what, known) {
    this.#heading.textContent = known ? say("controls.own.change", { name }) : say("controls.own.save");
    this.#what.textContent = what;
    this.#field.value = name;
    this.#taken.textContent = "";
    this.#delete.hidden = !known;
    this.#shown.showModal();
    this.#field.focus();
  }
}
