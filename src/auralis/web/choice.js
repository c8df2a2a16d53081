/** Between the station's context and the listener's choice: the same five things, said differently. */

import { keyName, PRESETS, readKey } from "./music.js";
import { capital } from "./texts.js";

/** @typedef {import("./state.js").Choice} Choice */
/** @typedef {import("./protocol.js").Settings} Settings */

/**
 * Read what is in force out of a context; what it does not say stays as it was.
 * @param {Settings} context
 * @param {Choice} before
 * @returns {Choice}
 */
export function choiceOf(context, before) {
  const key = readKey(context.key);
  const mode = typeof context.mode === "string" ? context.mode : key?.mode;
  return {
    key: key?.root ?? before.key,
    mode: mode ?? before.mode,
    bpm: typeof context.bpm === "number" ? context.bpm : before.bpm,
    intensity: typeof context.intensity === "number" ? context.intensity : before.intensity,
    preset: typeof context.preset === "string" ? context.preset : null,
  };
}

/**
 * The control message's fields for a change; a root is always sent with its mode.
 * @param {Partial<Choice>} changed
 * @param {Choice} all the choice after the change
 * @returns {Settings}
 */
export function settingsOf(changed, all) {
  return changed.key === undefined ? { ...changed } : { ...changed, mode: all.mode };
}

/**
 * What a preset brings with it, besides a root.
 * @param {Partial<Choice>} changed
 * @returns {Partial<Choice>}
 */
export function withPreset(changed) {
  const preset = PRESETS.find((p) => p.name === changed.preset);
  return preset ? { mode: preset.mode, bpm: preset.bpm, intensity: preset.intensity, ...changed } : changed;
}

/**
 * Whether two choices sound alike.
 * @param {Choice} a
 * @param {Choice} b
 */
export function isSameChoice(a, b) {
  return (
    a.key === b.key && a.mode === b.mode && a.bpm === b.bpm && Math.abs(a.intensity - b.intensity) < 0.005
  );
}

/**
 * A choice in a few words.
 * @param {Choice} choice
 */
export function describe(choice) {
  const words = [keyName(choice.key, choice.mode), `${Math.round(choice.bpm)} bpm`];
  return (choice.preset ? [capital(choice.preset), ...words] : words).join(", ");
}
