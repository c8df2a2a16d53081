/** The six layers: how loud each is, how much of it is played, and whether it is heard at all. */

import { LAYERS } from "../music/music.js";
import { inkOf } from "../music/palette.js";
import { make } from "../page/elements.js";
import { language, say } from "../words/words.js";
import { fieldOf } from "./choice.js";
import { decibels } from "./decibels.js";
import { Dial } from "./dial.js";
import { LAYER_RANGE } from "./fields.js";

/** @import { Choice } from "./fields.js" */
/** @import { Turning } from "./turning.js" */

export class Mixer {
  #turning;
  /** @type {Strip[]} */
  #strips;
  /** What was muted before a layer was heard alone. @type {Partial<Choice> | null} */
  #before = null;

  /**
   * @param {HTMLElement} place
   * @param {Turning} turning
   */
  constructor(place, turning) {
    this.#turning = turning;
    this.#strips = LAYERS.map((layer) => new Strip(layer, turning, () => this.#solo(layer)));
    const even = make("button", { class: "button", type: "button" }, say("controls.mixer.even"));
    even.addEventListener("click", () => turning.ask(evenMix()));
    place.append(make("div", { class: "mixer" }, ...this.#strips.map(({ root }) => root)));
    place.append(make("p", { class: "row" }, even));
    turning.onShow.on(() => this.#show());
    this.#show();
  }

  /**
   * Hear a layer alone, or again what was heard before.
   * @param {string} layer
   */
  #solo(layer) {
    const { shown } = this.#turning;
    if (soloOf(shown) === layer) {
      this.#turning.ask(this.#before ?? mutes(() => false));
      this.#before = null;
    } else {
      this.#before ??= mutes((other) => shown[`layers.${other}.mute`] === true);
      this.#turning.ask(mutes((other) => other !== layer));
    }
  }

  #show() {
    const { shown } = this.#turning;
    const solo = soloOf(shown);
    for (const strip of this.#strips) {
      strip.show(shown, strip.layer === solo);
    }
  }
}

/** One layer. */
class Strip {
  root;
  layer;
  #gain;
  #density;
  #mute;
  #solo;

  /**
   * @param {string} layer
   * @param {Turning} turning
   * @param {() => void} solo
   */
  constructor(layer, turning, solo) {
    this.layer = layer;
    const name = say(`controls.layers.${layer}`);
    const dial = (/** @type {string} */ part, /** @type {(value: number) => string} */ words) => {
      const field = `layers.${layer}.${part}`;
      const turn = (/** @type {number} */ value) => turning.ask({ [field]: value });
      const label = say(`controls.mixer.${part}`);
      return new Dial(field, { label, name: `${name}: ${label}`, words, turn }, LAYER_RANGE);
    };
    this.#gain = dial("gain", (gain) => decibels(gain, language));
    this.#density = dial("density", (value) => `${Math.round(100 * value)} %`);
    this.#mute = toggle("mute", name, () => turning.ask({ [`layers.${layer}.mute`]: !this.#muted }));
    this.#solo = toggle("solo", name, solo);
    const title = make("h2", {}, name);
    title.style.setProperty("--ink", `rgb(${inkOf({ layer }).rgb})`);
    const head = make("div", { class: "head" }, title, this.#mute, this.#solo);
    this.root = make("div", { class: "strip", role: "group", "aria-label": name }, head);
    this.root.append(this.#gain.root, this.#density.root);
  }

  get #muted() {
    return this.#mute.getAttribute("aria-pressed") === "true";
  }

  /**
   * @param {Choice} shown
   * @param {boolean} alone
   */
  show(shown, alone) {
    const part = (/** @type {string} */ name) => fieldOf(shown, `layers.${this.layer}.${name}`);
    this.#gain.show(Number(part("gain")));
    this.#density.show(Number(part("density")));
    this.#mute.setAttribute("aria-pressed", String(part("mute")));
    this.#solo.setAttribute("aria-pressed", String(alone));
    this.root.classList.toggle("muted", part("mute") === true);
  }
}

/**
 * @param {"mute" | "solo"} what
 * @param {string} layer
 * @param {() => void} press
 */
function toggle(what, layer, press) {
  const label = say(`controls.mixer.${what}Of`, { layer });
  const button = make("button", {
    class: "chip",
    type: "button",
    "aria-label": label,
    "aria-pressed": "false",
  });
  button.append(say(`controls.mixer.${what}`));
  button.addEventListener("click", press);
  return button;
}

/**
 * @param {(layer: string) => boolean} muted
 * @returns {Partial<Choice>}
 */
function mutes(muted) {
  return Object.fromEntries(LAYERS.map((layer) => [`layers.${layer}.mute`, muted(layer)]));
}

/** Every layer as the preset has it. @returns {Partial<Choice>} */
export function evenMix() {
  const level = LAYERS.flatMap((layer) => [
    [`layers.${layer}.gain`, LAYER_RANGE.first],
    [`layers.${layer}.density`, LAYER_RANGE.first],
  ]);
  return { ...mutes(() => false), ...Object.fromEntries(level) };
}

/**
 * The layer that is heard alone, or undefined.
 * @param {Choice} choice
 */
export function soloOf(choice) {
  const heard = LAYERS.filter((layer) => choice[`layers.${layer}.mute`] !== true);
  return heard.length === 1 ? heard[0] : undefined;
}
