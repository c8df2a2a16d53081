/** The controls: presets, key, mode, tempo, intensity. They show what is in force, and what is on its way. */

import { MODES, PRESETS, ROOTS } from "./music.js";
import { Pending } from "./pending.js";
import { capital } from "./texts.js";

/** @typedef {import("./state.js").Choice} Choice */

/** What a change waits for, by field. */
const WAITS_FOR = { preset: "bar", key: "bar", mode: "bar", bpm: "bar", intensity: "beat" };

export class Controls {
  #form;
  #onChange;
  #pending = new Pending();
  /** @type {Choice} */
  #shown;
  /** @type {Choice} */
  #inForce;

  /**
   * @param {HTMLFormElement} form
   * @param {Choice} first shown until the station says what is in force
   * @param {(changed: Partial<Choice>) => void} onChange the listener moved something
   */
  constructor(form, first, onChange) {
    this.#form = form;
    this.#onChange = onChange;
    this.#shown = { ...first };
    this.#inForce = { ...first };
    this.#build();
    this.#show();
  }

  /** What the controls show: what is in force, and over it what was asked. */
  get choice() {
    return { ...this.#shown };
  }

  /**
   * The station says what is in force; whatever is not on its way moves there.
   * @param {Choice} choice
   */
  follow(choice) {
    this.#inForce = { ...choice };
    this.#pending.confirm(choice, Date.now());
    this.#settle();
  }

  /**
   * A change was refused: its control goes back to what is in force.
   * @param {string} [field] all of them when absent
   */
  refuse(field) {
    this.#pending.forget(field);
    this.#settle();
  }

  /**
   * Ask for a change, as if the listener had moved the controls.
   * @param {Partial<Choice>} changed
   */
  ask(changed) {
    Object.assign(this.#shown, changed);
    if (changed.preset) {
      this.#pending.forget();
    }
    this.#pending.ask(changed, Date.now());
    this.#show();
    this.#onChange(changed);
  }

  #settle() {
    for (const [field, value] of Object.entries(this.#inForce)) {
      if (!this.#pending.has(field)) {
        Object.assign(this.#shown, { [field]: value });
      }
    }
    this.#show();
  }

  #build() {
    this.#fill("presets", PRESETS.map(presetButton));
    this.#fill(
      "keys",
      ROOTS.map(({ pitch, name }) => radio("key", String(pitch), name)),
    );
    this.#fill(
      "modes",
      MODES.map((mode) => radio("mode", mode, capital(mode))),
    );
    this.#form.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-preset]") : null;
      if (button instanceof HTMLButtonElement) {
        this.ask({ preset: button.dataset.preset ?? null });
      }
    });
    this.#form.addEventListener("input", (event) => this.#moved(event.target));
    this.#form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @param {EventTarget | null} target */
  #moved(target) {
    if (target instanceof HTMLInputElement) {
      const value = target.name === "mode" ? target.value : Number(target.value);
      this.ask({ [target.name]: value });
    }
  }

  /**
   * @param {string} id
   * @param {HTMLElement[]} children
   */
  #fill(id, children) {
    this.#find(`#${id}`).append(...children);
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.#form.querySelector(selector));
  }

  #show() {
    const { preset, key, mode, bpm, intensity } = this.#shown;
    for (const button of this.#form.querySelectorAll("button[data-preset]")) {
      const pressed = button instanceof HTMLElement && button.dataset.preset === preset;
      button.setAttribute("aria-pressed", String(pressed));
    }
    this.#check("key", String(key));
    this.#check("mode", mode);
    this.#slide("bpm", bpm, `${Math.round(bpm)} bpm`);
    this.#slide("intensity", intensity, `${Math.round(intensity * 100)} %`);
    for (const [field, boundary] of Object.entries(WAITS_FOR)) {
      const waits = this.#pending.has(field);
      this.#find(`[data-pending="${field}"]`).textContent = waits ? `from the next ${boundary}` : "";
    }
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #check(name, value) {
    for (const input of this.#form.querySelectorAll(`input[name="${name}"]`)) {
      if (input instanceof HTMLInputElement) {
        input.checked = input.value === value;
      }
    }
  }

  /**
   * @param {string} name
   * @param {number} value
   * @param {string} text
   */
  #slide(name, value, text) {
    const input = /** @type {HTMLInputElement} */ (this.#find(`input[name="${name}"]`));
    if (Number(input.value) !== value) {
      input.value = String(value);
    }
    fillTrack(input);
    input.setAttribute("aria-valuetext", text);
    this.#find(`output[for="${input.id}"]`).textContent = text;
  }
}

/**
 * Tell the style sheet how far a slider stands.
 * @param {HTMLInputElement} input
 */
export function fillTrack(input) {
  const low = Number(input.min);
  const share = (Number(input.value) - low) / (Number(input.max) - low);
  input.style.setProperty("--share", String(share));
}

/** @param {import("./music.js").Preset} preset */
function presetButton(preset) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.preset = preset.name;
  button.append(
    words("strong", capital(preset.name)),
    words("span", preset.caption),
    words("small", `${capital(preset.mode)} · ${preset.bpm} bpm`),
  );
  return button;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} text
 */
function radio(name, value, text) {
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name, value });
  const label = document.createElement("label");
  label.append(input, words("span", text));
  return label;
}

/**
 * @param {string} tag
 * @param {string} text
 */
function words(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
