/** The presets that this listener has made, kept in the browser. */

import { differences, fieldOf } from "./choice.js";
import { defaultsOf, isAllowed } from "./fields.js";

/** @import { Settings } from "../station/protocol.js" */
/** @import { Choice } from "./fields.js" */

const STORAGE_NAME = "auralis_presets";
const LONGEST_NAME = 40;
const MOST = 100;

/**
 * @typedef {object} OwnPreset
 * @property {string} name no two are alike
 * @property {string} base the built-in preset that it was made from
 * @property {Settings} settings where it differs from its base
 */

export class OwnPresets {
  /** In the order in which they were made. @type {OwnPreset[]} */
  all;
  #storage;

  /** @param {Pick<Storage, "getItem" | "setItem"> | null} storage */
  constructor(storage) {
    this.#storage = storage;
    this.all = read(storage?.getItem(STORAGE_NAME) ?? "");
  }

  /**
   * Keep a choice under a name, in place of what had that name; returns false where the name is empty or there are
   * too many already.
   * @param {string} name
   * @param {Choice} choice
   */
  save(name, choice) {
    const called = tidy(name);
    const base = choice.preset ?? defaultsOf(null).preset ?? "";
    const changed = differences(choice, defaultsOf(base));
    const settings = Object.fromEntries(changed.map((field) => [field, fieldOf(choice, field)]));
    return this.#put(called, { name: called, base, settings });
  }

  /**
   * Give a preset another name; returns false where that is empty or another's.
   * @param {string} name
   * @param {string} wanted
   */
  rename(name, wanted) {
    const called = tidy(wanted);
    const at = this.all.findIndex((preset) => preset.name === name);
    if (at < 0 || called === "" || (called !== name && this.named(called))) {
      return false;
    }
    this.all[at] = { ...this.all[at], name: called };
    this.#keep();
    return true;
  }

  /**
   * Take a preset away; returns what puts it back in its place, or null where there is none.
   * @param {string} name
   */
  remove(name) {
    const at = this.all.findIndex((preset) => preset.name === name);
    if (at < 0) {
      return null;
    }
    const [gone] = this.all.splice(at, 1);
    this.#keep();
    return () => {
      if (!this.named(gone.name)) {
        this.all.splice(at, 0, gone);
        this.#keep();
      }
    };
  }

  /** @param {string} name */
  named(name) {
    return this.all.find((preset) => preset.name === name);
  }

  /**
   * @param {string} name
   * @param {OwnPreset} preset
   */
  #put(name, preset) {
    const at = this.all.findIndex((other) => other.name === name);
    if (name === "" || (at < 0 && this.all.length >= MOST)) {
      return false;
    }
    this.all.splice(at < 0 ? this.all.length : at, 1, preset);
    this.#keep();
    return true;
  }

  #keep() {
    this.#storage?.setItem(STORAGE_NAME, JSON.stringify(this.all));
  }
}

/**
 * Everything that a preset sets.
 * @param {OwnPreset} preset
 * @returns {Choice}
 */
export function choiceFrom({ base, settings }) {
  return /** @type {Choice} */ ({ ...defaultsOf(base), ...settings });
}

/** @param {string} name */
function tidy(name) {
  return name.trim().replace(/\s+/g, " ").slice(0, LONGEST_NAME);
}

/**
 * What can be made sense of in what was kept.
 * @param {string} text
 * @returns {OwnPreset[]}
 */
function read(text) {
  const kept = parse(text);
  /** @type {Map<string, OwnPreset>} */
  const found = new Map();
  for (const item of Array.isArray(kept) ? kept.slice(0, MOST) : []) {
    const name = typeof item?.name === "string" ? tidy(item.name) : "";
    if (name !== "" && item.base !== null && isAllowed("preset", item.base)) {
      const settings = Object.entries(item.settings ?? {}).filter(([field, value]) =>
        isAllowed(field, value),
      );
      found.set(name, { name, base: item.base, settings: Object.fromEntries(settings) });
    }
  }
  return [...found.values()];
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
