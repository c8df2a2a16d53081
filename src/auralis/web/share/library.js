/** What was kept on the server, over its REST, and the tokens that make some of it this listener's own. */

import { ask as askServer } from "../station/token.js";

const STORAGE_NAME = "auralis_kept";
const SHOWN = 50;

/** @typedef {"queued" | "running" | "done" | "failed" | "damaged"} State */

/**
 * @typedef {object} Export
 * @property {string} id
 * @property {string} format
 * @property {State} state
 * @property {number} progress 0 to 1
 * @property {number | null} seconds_left
 * @property {string | null} error
 * @property {number | null} bytes
 * @property {string | null} file where it is to be had, once it is made
 */

/**
 * @typedef {object} Kept
 * @property {string} id
 * @property {string} title
 * @property {string} created ISO 8601
 * @property {number} seconds
 * @property {string} key
 * @property {string} link
 * @property {Export[]} exports
 */

/** The server would not: its HTTP status, 0 where it could not be asked. */
export class Refusal extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

export class Library {
  #storage;
  /** @type {{ [id: string]: string }} */
  #tokens;

  /** @param {Pick<Storage, "getItem" | "setItem"> | null} storage */
  constructor(storage) {
    this.#storage = storage;
    this.#tokens = read(storage?.getItem(STORAGE_NAME) ?? "");
  }

  /**
   * Whether this listener kept it here.
   * @param {string} id
   */
  isMine(id) {
    return Object.hasOwn(this.#tokens, id);
  }

  /** @returns {Promise<Kept[]>} the newest first */
  async list() {
    return (await ask("GET", `moments?limit=${SHOWN}`)).moments;
  }

  /**
   * Keep a span of a station.
   * @param {{ station: string, minutes?: number, from?: number, to?: number }} span
   * @returns {Promise<Kept>}
   */
  async keep(span) {
    const { token, ...kept } = await ask("POST", "moments", { body: span });
    this.#own({ ...this.#tokens, [kept.id]: token });
    return kept;
  }

  /**
   * Have it made into a file; asked for again it is the same one.
   * @param {string} moment
   * @param {string} format
   */
  async order(moment, format) {
    await ask("POST", "exports", { body: { moment, format } });
  }

  /**
   * @param {string} id
   * @param {string} title
   */
  async rename(id, title) {
    await ask("PATCH", `moments/${id}`, { body: { title }, token: this.#tokens[id] });
  }

  /** @param {string} id */
  async remove(id) {
    try {
      await ask("DELETE", `moments/${id}`, { token: this.#tokens[id] });
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 404)) {
        throw error;
      }
    }
    const { [id]: _, ...others } = this.#tokens;
    this.#own(others);
  }

  /** @param {{ [id: string]: string }} tokens */
  #own(tokens) {
    this.#tokens = tokens;
    try {
      this.#storage?.setItem(STORAGE_NAME, JSON.stringify(tokens));
    } catch {
      // Full or forbidden: it is this listener's until the page is left.
    }
  }
}

/**
 * Ask the server; raises Refusal.
 * @param {string} method
 * @param {string} path
 * @param {{ body?: object, token?: string | undefined }} [wish]
 */
async function ask(method, path, { body, token } = {}) {
  /** @type {{ [name: string]: string }} */
  const headers = body ? { "Content-Type": "application/json" } : {};
  const wish = { method, headers, body: body ? JSON.stringify(body) : null };
  const answer = await askServer(`/api/v1/${path}`, wish, token).catch(() => null);
  if (!answer?.ok) {
    throw new Refusal(answer?.status ?? 0);
  }
  return answer.status === 204 ? null : answer.json();
}

/**
 * What can be made sense of in what was stored.
 * @param {string} text
 * @returns {{ [id: string]: string }}
 */
function read(text) {
  try {
    const entries = Object.entries(JSON.parse(text) ?? {});
    return Object.fromEntries(entries.filter(([, token]) => typeof token === "string"));
  } catch {
    return {};
  }
}
