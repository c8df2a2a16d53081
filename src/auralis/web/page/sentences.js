/** What goes on, in one sentence. */

import { say } from "../words/words.js";

/** @import { Sentence } from "./speaker.js" */

/**
 * What goes on. A line that drops and comes back while sound is left is not worth a word.
 * @param {{ link: import("../station/socket.js").Link, code: number,
 *   player: import("../sound/player.js").PlayerState, paused: boolean, trouble?: Sentence | null }} now
 *   `trouble` is what is wrong by somebody who knows more
 * @returns {Sentence}
 */
export function statusSentence(now) {
  if (now.trouble) {
    return now.trouble;
  }
  if (now.player === "playing") {
    return calm("player.live");
  }
  if (now.link === "waiting" || (now.link === "closed" && now.code !== 0)) {
    return { text: say("faults.lost"), tone: "warn" };
  }
  if (now.paused) {
    return calm("player.paused");
  }
  if (now.link !== "open") {
    return calm("player.tuning");
  }
  return calm(now.player === "buffering" ? "player.gathering" : "player.press");
}

/** @param {string} path */
function calm(path) {
  return /** @type {Sentence} */ ({ text: say(path), tone: "calm" });
}
