/** Everything that a listener can turn: what is allowed, what it is at first, and what a change waits for. */

import { LAYERS, METERS, MODES, PRESETS, rootOf } from "../music/music.js";

/**
 * @typedef {object} Music
 * @property {string | null} preset
 * @property {number} key a root, as listed in ROOTS
 * @property {string} mode
 * @property {boolean} key_held whether a preset leaves the key alone
 * @property {string} meter
 * @property {number} bpm
 * @property {number} intensity
 * @property {number} density
 * @property {number} brightness
 * @property {number} space
 * @property {number} calm
 * @property {number} wander
 */

/** @typedef {Music & { [part: `layers.${string}`]: number | boolean }} Choice */
/** @typedef {"bar" | "beat" | "chunk"} Boundary */
/** @typedef {{ low: number, high: number, step: number, first: number, boundary: Boundary }} Range */

/** @type {{ [field: string]: Range }} */
export const RANGES = {
  bpm: { low: 40, high: 200, step: 1, first: 60, boundary: "bar" },
  intensity: { low: 0, high: 1, step: 0.01, first: 0.5, boundary: "beat" },
  density: { low: 0, high: 2, step: 0.01, first: 1, boundary: "beat" },
  brightness: { low: 0, high: 1, step: 0.01, first: 0.5, boundary: "chunk" },
  space: { low: 0, high: 1, step: 0.01, first: 0.5, boundary: "chunk" },
  calm: { low: 0, high: 1, step: 0.01, first: 0.5, boundary: "bar" },
  wander: { low: 0, high: 1, step: 0.01, first: 0.5, boundary: "bar" },
};

/** @type {Range} */
export const LAYER_RANGE = { low: 0, high: 2, step: 0.01, first: 1, boundary: "chunk" };

/** @type {Map<string, (value: unknown) => boolean>} */
const ALLOWED = new Map([
  ["preset", (value) => value === null || PRESETS.some(({ name }) => name === value)],
  ["key", (value) => Number.isInteger(value) && within(value, 0, 127)],
  ["mode", (value) => MODES.some((mode) => mode === value)],
  ["key_held", (value) => typeof value === "boolean"],
  ["meter", (value) => METERS.some((meter) => meter === value)],
]);
for (const [field, { low, high }] of Object.entries(RANGES)) {
  ALLOWED.set(field, (value) => within(value, low, high));
}
for (const layer of LAYERS) {
  for (const part of ["gain", "density"]) {
    ALLOWED.set(`layers.${layer}.${part}`, (value) => within(value, LAYER_RANGE.low, LAYER_RANGE.high));
  }
  ALLOWED.set(`layers.${layer}.mute`, (value) => typeof value === "boolean");
}

/** Every field's name. */
export const FIELDS = [...ALLOWED.keys()];

/**
 * Whether a field may have a value; never for a field that there is not.
 * @param {string} field
 * @param {unknown} value
 */
export function isAllowed(field, value) {
  return ALLOWED.get(field)?.(value) ?? false;
}

/**
 * What a field is read as from kept text; undefined when the text makes no sense.
 * @param {string} field
 * @param {string} text
 */
export function fromText(field, text) {
  for (const value of [text, WORDS.get(text), text.trim() === "" ? undefined : Number(text)]) {
    if (value !== undefined && isAllowed(field, value)) {
      return field === "key" ? rootOf(Number(value)) : value;
    }
  }
  return undefined;
}

/** @type {Map<string, boolean | null>} */
const WORDS = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Where a change of a field takes effect, unless it comes with something that waits longer.
 * @param {string} field
 * @returns {Boundary}
 */
export function boundaryOf(field) {
  return RANGES[field]?.boundary ?? (field.startsWith("layers.") ? "chunk" : "bar");
}

/**
 * All there is to turn as a preset has it by itself.
 * @param {string | null} name focus for one that there is not
 * @returns {Choice}
 */
export function defaultsOf(name) {
  const { root, mode, bpm, intensity, ...preset } = PRESETS.find((p) => p.name === name) ?? PRESETS[0];
  const numbers = Object.entries(RANGES).map(([field, { first }]) => [field, first]);
  const layers = LAYERS.flatMap((layer) => [
    [`layers.${layer}.gain`, LAYER_RANGE.first],
    [`layers.${layer}.mute`, false],
    [`layers.${layer}.density`, LAYER_RANGE.first],
  ]);
  const words = { preset: preset.name, key: root, mode, key_held: false, meter: METERS[0] };
  return { ...words, ...Object.fromEntries([...numbers, ...layers]), bpm, intensity };
}

/**
 * @param {unknown} value
 * @param {number} low
 * @param {number} high
 */
function within(value, low, high) {
  return typeof value === "number" && value >= low && value <= high;
}
