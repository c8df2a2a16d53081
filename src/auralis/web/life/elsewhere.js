/** The panel "elsewhere": the station in other players, in the background, and as an installed page. */

import { make } from "../page/elements.js";
import { withToken } from "../station/token.js";
import { say } from "../words/words.js";
import { addressesOf, isLocal } from "./addresses.js";
import { MODES } from "./background.js";
import { copy } from "./clipboard.js";
import { installing } from "./install.js";

/** @import { Mode } from "./background.js" */

const COPIED_MS = 2_000;
const PICTURE_PX = 160;

export class Elsewhere {
  #list = make("ul", { class: "streams" });
  #code = make("figure", { class: "code" });
  #form = "mp3";

  /**
   * @param {HTMLElement} place
   * @param {{ mode: Mode }} background
   * @param {{ supported: boolean, asked: boolean }} wakeLock
   */
  constructor(place, background, wakeLock) {
    place.append(
      section("players", this.#list, this.#code, hint("players_hint")),
      section("background", modes(background), hint("background_hint")),
      section("device", ...awake(wakeLock), installing()),
    );
  }

  /**
   * Lead to a station.
   * @param {string} station
   */
  show(station) {
    const addresses = addressesOf(station, document.baseURI);
    this.#list.replaceChildren(...addresses.map(({ form, address }) => this.#row(form, address)));
    this.#choose(this.#form, addresses.find(({ form }) => form === this.#form)?.address ?? "");
  }

  /**
   * @param {string} form
   * @param {string} address
   */
  #row(form, address) {
    const name = say(`life.forms.${form}`);
    const link = make("a", { href: address, target: "_blank", rel: "noopener" }, make("strong", {}, name));
    link.append(" ", hint(`what.${form}`, "span"));
    const copied = chip("copy", name, () => copyAndSay(copied, address));
    const coded = chip("code", name, () => this.#choose(form, address));
    coded.dataset.form = form;
    return make("li", { class: "row" }, link, copied, coded);
  }

  /**
   * Show the code of an address.
   * @param {string} form
   * @param {string} address
   */
  #choose(form, address) {
    this.#form = form;
    for (const button of this.#list.querySelectorAll("button[data-form]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-form") === form));
    }
    const picture = make("img", {
      loading: "lazy", // not before the panel is opened
      src: withToken(`api/v1/qr.svg?text=${encodeURIComponent(address)}`),
      alt: say("life.picture", { address }),
      width: PICTURE_PX,
      height: PICTURE_PX,
    });
    picture.addEventListener("error", () => picture.remove());
    const local = isLocal(location.hostname) ? [hint("local")] : [];
    this.#code.replaceChildren(picture, make("figcaption", {}, make("code", {}, address), ...local));
  }
}

/**
 * @param {string} name
 * @param {"p" | "span"} [tag]
 */
function hint(name, tag = "p") {
  return make(tag, { class: "hint" }, say(`life.${name}`));
}

/**
 * @param {string} name
 * @param {...Node} parts
 */
function section(name, ...parts) {
  return make("section", { class: "part" }, make("h2", {}, say(`life.${name}`)), ...parts);
}

/**
 * @param {"copy" | "code"} act
 * @param {string} name of the address
 * @param {() => void} turn
 */
function chip(act, name, turn) {
  const label = say(`life.${act}_of`, { name });
  const made = make("button", { class: "chip", type: "button", "aria-label": label }, say(`life.${act}`));
  made.addEventListener("click", turn);
  return made;
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} address
 */
async function copyAndSay(button, address) {
  button.textContent = say((await copy(address)) ? "life.copied" : "life.not_copied");
  setTimeout(() => {
    button.textContent = say("life.copy");
  }, COPIED_MS);
}

/** @param {{ mode: Mode }} background */
function modes(background) {
  const choices = MODES.map((mode) => {
    const checked = mode === background.mode;
    const input = make("input", { type: "radio", name: "background", value: mode, checked });
    input.addEventListener("change", () => {
      background.mode = mode;
    });
    return make("label", { class: "choice" }, input, say(`life.modes.${mode}`));
  });
  return make("fieldset", { "aria-label": say("life.background") }, ...choices);
}

/** @param {{ supported: boolean, asked: boolean }} wakeLock */
function awake(wakeLock) {
  const { supported, asked } = wakeLock;
  const input = make("input", { type: "checkbox", role: "switch", checked: asked, disabled: !supported });
  input.addEventListener("change", () => {
    wakeLock.asked = input.checked;
  });
  const turned = make("label", { class: "switch" }, input, say("life.awake"));
  return supported ? [turned] : [turned, hint("awake_never")];
}
