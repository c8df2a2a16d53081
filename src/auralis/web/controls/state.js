/** What this listener last chose, kept in the browser under one name each. */

import { defaultsOf, FIELDS, fromText } from "./fields.js";

/** @import { Choice } from "./fields.js" */

const PREFIX = "auralis_";

export class ControlState {
  /** @type {Choice} */
  choice = defaultsOf("focus");

  /** Whether anything sensible had been kept. */
  remembered = false;

  /** Where all of it is kept; null where the browser keeps nothing. */
  storage;

  /** @param {Pick<Storage, "getItem" | "setItem" | "removeItem"> | null} storage */
  constructor(storage) {
    this.storage = storage;
    for (const field of FIELDS) {
      const text = storage?.getItem(PREFIX + field) ?? null;
      const value = text === null ? undefined : fromText(field, text);
      if (value !== undefined) {
        Object.assign(this.choice, { [field]: value });
        this.remembered = true;
      }
    }
  }

  /**
   * Take over what the listener chose, and keep it.
   * @param {Partial<Choice>} chosen
   */
  choose(chosen) {
    Object.assign(this.choice, chosen);
    for (const [field, value] of Object.entries(this.choice)) {
      const name = PREFIX + field;
      if (this.storage?.getItem(name) !== String(value)) {
        this.storage?.setItem(name, String(value));
      }
    }
    this.remembered = true;
  }
}
