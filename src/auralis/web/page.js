/** Small parts of the page that need no state of their own beyond their element. */

import { describe } from "./choice.js";
import { fillTrack } from "./controls.js";
import { inks } from "./palette.js";

const NOTICE_MS = 8_000;
const VOLUME_NAME = "auralis_volume";

/**
 * The element of an id and a kind; raises TypeError when the page lacks it.
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new TypeError(`#${id} is missing`);
  }
  return found;
}

/**
 * A line that says one sentence for a while.
 * @param {HTMLElement} line
 * @returns {(sentence: string) => void}
 */
export function notices(line) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (sentence) => {
    clearTimeout(timer);
    line.textContent = sentence;
    timer = setTimeout(() => {
      line.textContent = "";
    }, NOTICE_MS);
  };
}

/**
 * Offer the listener's last choice, once.
 * @param {HTMLButtonElement} button
 * @param {import("./state.js").Choice} choice
 * @param {() => void} accept
 */
export function offer(button, choice, accept) {
  button.textContent = `Return to your last setting: ${describe(choice)}`;
  button.hidden = false;
  button.onclick = () => {
    button.hidden = true;
    accept();
  };
}

/**
 * Tie the volume slider to a player, and keep where it stands.
 * @param {HTMLInputElement} slider
 * @param {{ volume: number }} player
 * @param {Pick<Storage, "getItem" | "setItem"> | null} storage
 */
export function bindVolume(slider, player, storage) {
  const kept = Number(storage?.getItem(VOLUME_NAME) ?? 1);
  slider.value = String(kept >= 0 && kept <= 1 ? kept : 1);
  const apply = () => {
    player.volume = Number(slider.value);
    slider.setAttribute("aria-valuetext", `${Math.round(player.volume * 100)} %`);
    fillTrack(slider);
  };
  apply();
  slider.addEventListener("input", () => {
    apply();
    storage?.setItem(VOLUME_NAME, slider.value);
  });
}

/** The browser's storage, or null where the listener has forbidden it. */
export function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/**
 * Say which colour is which layer.
 * @param {HTMLElement} list
 * @param {(layer: import("./palette.js").Ink) => boolean} wanted
 */
export function fillLegend(list, wanted) {
  list.replaceChildren(
    ...inks()
      .filter(wanted)
      .map((ink) => {
        const item = document.createElement("li");
        item.textContent = ink.name;
        item.style.setProperty("--ink", `rgb(${ink.rgb})`);
        return item;
      }),
  );
}
