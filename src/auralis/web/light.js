/** How clear a note is in the roll, and how much light it gives, by where now is. */

/** @import { Note } from "./protocol.js" */
/** @import { Ink } from "./palette.js" */

/** A light that reaches far dies slowly. */
const SECONDS_PER_REM = 0.5;
const SWELL_SECONDS = 1.5;

/**
 * How opaque a note is, 0 to 1: notes to come are quiet, those that sound are clear, those that sounded fade away.
 * @param {Note} note
 * @param {Ink} ink
 * @param {number} now frame
 */
export function clarity(note, ink, now) {
  const lasts = isHeld(ink);
  const force = Math.min(1, note.velocity / 90);
  const touch = lasts ? 0.3 + 0.25 * force : 0.55 + 0.45 * force;
  if (note.frame > now) {
    return touch * (lasts ? 0.9 : 0.55);
  }
  if (note.frame + note.frames >= now) {
    return touch;
  }
  return touch * (lasts ? 0.45 : 0.3);
}

/**
 * How much light a note gives, 0 to 1: a held one glows while it lasts, another flares up and dies.
 * @param {Note} note
 * @param {Ink} ink
 * @param {number} now frame
 * @param {number} rate frames a second
 */
export function glowing(note, ink, now, rate) {
  const age = (now - note.frame) / rate;
  const left = (note.frame + note.frames - now) / rate;
  if (ink.glow === 0 || age < 0 || (isHeld(ink) && left < 0)) {
    return 0;
  }
  return isHeld(ink)
    ? 0.5 * Math.min(1, age / SWELL_SECONDS, left / SWELL_SECONDS)
    : 0.95 * Math.exp(-age / (SECONDS_PER_REM * ink.glow));
}

/** @param {Ink} ink */
function isHeld(ink) {
  return ink.shape === "held" || ink.shape === "mist";
}
