/** A small window over the page. */

import { make } from "../page/elements.js";
import { say } from "../words/words.js";

/**
 * Make a window with a title and a button that closes it; the keys pressed in it are its own.
 * @param {HTMLElement} place
 * @param {string} title
 * @param {...(Node | string)} children
 */
export function makeWindow(place, title, ...children) {
  const id = `${place.id}-title`;
  const heading = make("h2", { id }, title);
  const close = make("button", { class: "button", type: "button" }, say("page.close"));
  const shown = make("dialog", { class: "window", "aria-labelledby": id }, heading, ...children, close);
  close.addEventListener("click", () => shown.close());
  shown.addEventListener("keydown", (event) => event.stopPropagation());
  shown.addEventListener("click", (event) => event.target === shown && shown.close());
  place.append(shown);
  return { shown, heading };
}

/**
 * A button that does something.
 * @param {string} text
 * @param {() => void} act
 * @param {string} [kind] `button`, `button main`, `chip`
 */
export function makeButton(text, act, kind = "button") {
  const button = make("button", { class: kind, type: "button" }, text);
  button.addEventListener("click", act);
  return button;
}
