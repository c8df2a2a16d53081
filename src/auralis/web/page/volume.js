/** The master volume: a slider, kept in the browser. */

import { fillTrack } from "./elements.js";

const STORAGE_NAME = "auralis_volume";

/**
 * Tie the slider to a player, and keep where it stands.
 * @param {HTMLInputElement} slider
 * @param {{ volume: number }} player
 * @param {Pick<Storage, "getItem" | "setItem"> | null} storage
 */
export function bindVolume(slider, player, storage) {
  const kept = Number(storage?.getItem(STORAGE_NAME) ?? 1);
  slider.value = String(kept >= 0 && kept <= 1 ? kept : 1);
  const apply = () => {
    player.volume = Number(slider.value);
    slider.setAttribute("aria-valuetext", `${Math.round(player.volume * 100)} %`);
    fillTrack(slider);
  };
  apply();
  slider.addEventListener("input", () => {
    apply();
    storage?.setItem(STORAGE_NAME, slider.value);
  });
}
