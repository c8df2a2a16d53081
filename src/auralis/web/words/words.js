/** The words of the page, in the listener's language. */

import { en } from "./en.js";

/** @typedef {{ [key: string]: string | Words }} Words */

const STORAGE_NAME = "auralis_language";

/** The languages that the page speaks, each by its own name. */
export const NAMES = { en: "English", de: "Deutsch" };

/** The language in use: the one that was chosen, else the browser's, else English. */
export const language =
  [kept(), ...(globalThis.navigator?.languages ?? [])]
    .map((code) => code?.slice(0, 2) ?? "")
    .find((code) => code in NAMES) ?? "en";

/** @type {Words} */
const words = language === "en" ? en : (await import(`./${language}.js`))[language];

function kept() {
  try {
    return globalThis.localStorage?.getItem(STORAGE_NAME) ?? null;
  } catch {
    return null;
  }
}

/**
 * Keep a language; it is spoken once the page is loaded again.
 * @param {string} code
 */
export function choose(code) {
  globalThis.localStorage?.setItem(STORAGE_NAME, code);
}

/**
 * A sentence or a word by its path, `player.play`, with `{values}` put in; raises RangeError if there is none.
 * @param {string} path
 * @param {{ [name: string]: string | number }} [values]
 */
export function say(path, values = {}) {
  const found = within(words, path) ?? within(en, path);
  if (found === undefined) {
    throw new RangeError(`there are no words for ${path}`);
  }
  return found.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
}

/**
 * Whether there are words of this path: for codes and names that a newer server may send.
 * @param {string} path
 */
export function knows(path) {
  return within(en, path) !== undefined;
}

/**
 * Write the words into every element below that asks for them: `data-say` is its text, `data-say-label` its
 * accessible name, `data-say-title` its hint, `data-say-placeholder` what an empty field shows.
 * @param {ParentNode} root
 */
export function speak(root) {
  for (const [name, write] of WRITERS) {
    for (const element of root.querySelectorAll(`[data-say${name}]`)) {
      write(element, say(element.getAttribute(`data-say${name}`) ?? ""));
    }
  }
}

/** @type {[string, (element: Element, text: string) => void][]} */
const WRITERS = [
  ["", (element, text) => element.replaceChildren(text)],
  ["-label", (element, text) => element.setAttribute("aria-label", text)],
  ["-title", (element, text) => element.setAttribute("title", text)],
  ["-placeholder", (element, text) => element.setAttribute("placeholder", text)],
];

/**
 * @param {Words} all
 * @param {string} path
 */
function within(all, path) {
  /** @type {string | Words | undefined} */
  let found = all;
  for (const key of path.split(".")) {
    found = typeof found === "object" && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return typeof found === "string" ? found : undefined;
}
