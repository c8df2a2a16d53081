/** The page as an app: a button where the browser offers that, a sentence where the listener must know how. */

import { make } from "../page/elements.js";
import { say } from "../words/words.js";

/** What to put into the panel; empty as long as nothing can be installed, or it is. */
export function installing() {
  const place = make("div", { class: "part" });
  if (isApple() && !matchMedia("(display-mode: standalone)").matches) {
    place.append(make("p", { class: "hint" }, say("life.install_by_hand")));
  }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    const button = make("button", { class: "button", type: "button" }, say("life.install"));
    // It can be asked once; the browser says when it may be asked again.
    button.addEventListener("click", () => {
      place.replaceChildren();
      /** @type {Event & { prompt(): Promise<unknown> }} */ (event).prompt();
    });
    place.replaceChildren(button, make("p", { class: "hint" }, say("life.install_hint")));
  });
  addEventListener("appinstalled", () => place.replaceChildren());
  return place;
}

/** Whether this is an iPhone or iPad, where every browser stops Web Audio with the page. */
export function isApple({ userAgent, maxTouchPoints } = navigator) {
  return /iP(hone|ad|od)/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
