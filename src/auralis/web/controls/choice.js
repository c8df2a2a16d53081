/** Between the station's context and the listener's choice: the same things, said differently. */

import { keyName, PRESETS, readKey } from "../music/music.js";
import { knows, say } from "../words/words.js";
import { FIELDS, isAllowed } from "./fields.js";

/** @import { Settings } from "../station/protocol.js" */
/** @import { Choice } from "./fields.js" */

const SAME = 1e-6;

/**
 * Read what is in force out of a context; what it does not say stays as it was.
 * @param {Settings} context
 * @param {Choice} before
 * @returns {Choice}
 */
export function choiceOf(context, before) {
  const told = FIELDS.filter((field) => field !== "key" && isAllowed(field, context[field]));
  const plain = Object.fromEntries(told.map((field) => [field, context[field]]));
  const key = readKey(context.key);
  return {
    ...before,
    key: key?.root ?? before.key,
    mode: key?.mode ?? before.mode,
    ...plain,
    preset: typeof plain.preset === "string" ? plain.preset : null,
  };
}

/**
 * The control message's fields for a change; a root is always sent with its mode.
 * @param {Partial<Choice>} changed
 * @param {Choice} all the choice after the change
 * @returns {Settings}
 */
export function settingsOf(changed, all) {
  const { preset, ...rest } = changed;
  const named = preset ? { preset } : {};
  return changed.key === undefined ? { ...named, ...rest } : { ...named, ...rest, mode: all.mode };
}

/**
 * A change together with what the station makes of it: a preset brings its mode, tempo and intensity, and its key
 * unless one is held; a key that is set holds, and stills the wandering.
 * @param {Partial<Choice>} changed
 * @param {Choice} all the choice before the change
 * @returns {Partial<Choice>}
 */
export function withConsequences(changed, all) {
  const preset = PRESETS.find(({ name }) => name === changed.preset);
  const brought = preset && { mode: preset.mode, bpm: preset.bpm, intensity: preset.intensity };
  const key = preset && !all.key_held && { key: preset.root, wander: 0.5 };
  const held = changed.key !== undefined && { key_held: true, wander: 0 };
  return { ...brought, ...key, ...held, ...changed };
}

/**
 * The fields in which two choices differ.
 * @param {Choice} a
 * @param {Choice} b
 */
export function differences(a, b) {
  return FIELDS.filter((field) => !isSame(fieldOf(a, field), fieldOf(b, field)));
}

/**
 * Whether two choices are alike in everything.
 * @param {Choice} a
 * @param {Choice} b
 */
export function isSameChoice(a, b) {
  return differences(a, b).length === 0;
}

/**
 * @param {Partial<Choice>} choice
 * @param {string} field
 * @returns {unknown}
 */
export function fieldOf(choice, field) {
  return /** @type {Settings} */ (choice)[field];
}

/**
 * Whether two values of a field are one; numbers come back rounded.
 * @param {unknown} a
 * @param {unknown} b
 */
export function isSame(a, b) {
  return typeof a === "number" && typeof b === "number" ? Math.abs(a - b) < SAME : a === b;
}

/**
 * A key in the listener's language: "D dorian", "A minor".
 * @param {number} root
 * @param {string} mode
 */
export function keyWords(root, mode) {
  const [tonic] = keyName(root, mode).split(" ");
  return say("controls.key.name", { tonic, mode: say(`controls.key.modes.${mode}`) });
}

/**
 * A choice in a few words.
 * @param {Choice} choice
 */
export function describe(choice) {
  const words = [keyWords(choice.key, choice.mode), `${Math.round(choice.bpm)} bpm`];
  return (choice.preset ? [say(`controls.presets.${choice.preset}`), ...words] : words).join(", ");
}

/**
 * What a field is called in a sentence; a field of a newer server by its own name.
 * @param {string} field
 */
export function fieldWords(field) {
  const [first, layer, part] = field.split(".");
  if (first === "layers" && layer && part && knows(`controls.layers.${layer}`)) {
    return say(`controls.fields.${part}`, { layer: say(`controls.layers.${layer}`) });
  }
  return knows(`controls.fields.${field}`) ? say(`controls.fields.${field}`) : field;
}
