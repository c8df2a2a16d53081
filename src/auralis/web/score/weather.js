/** The sky of a moment: its hue by the chord, a curtain of light for each note of the pad, mist for the air. */

import { hueOf, nearestHue, oklch } from "../music/palette.js";
import { across, smooth } from "./plane.js";

/** @import { Rgb } from "../music/palette.js" */
/** @import { Chord } from "../station/protocol.js" */
/** @import { Look } from "./look.js" */
/** @import { Score } from "./score.js" */

export const CURTAINS = 8;
export const EDGES = 6;

/** The drifting of the sky comes round after ten minutes. */
const PERIOD_SECONDS = 600;
const TURN_SECONDS = 5;
const SWELL_SECONDS = 3;
const QUIET_HUE = hueOf(2);

/** How far a tone of a chord leans from the chord's colour to its own. */
const LEAN = 0.3;

/**
 * @typedef {object} Weather
 * @property {number} hue
 * @property {number} turn where in its period the drifting is, in radians
 * @property {Rgb} zenith
 * @property {Rgb} skyline
 * @property {number} mist 0 to 1
 * @property {{ x: number, strength: number, rgb: Rgb }} deep the glow of the bass
 * @property {{ x: number, strength: number, phase: number, rgb: Rgb }[]} curtains x from -1 to 1
 * @property {number[]} edges seconds until each chord that is in sight gives way to the next
 * @property {Rgb[]} tints the colours of these chords, and of the one behind them
 */

/**
 * @param {Score} score
 * @param {number} frame
 * @param {number} rate frames a second
 * @param {Look} look
 * @returns {Weather}
 */
export function weatherAt(score, frame, rate, look) {
  const hue = hueAt(score.chords, frame, rate);
  const seconds = frame / rate;
  return {
    hue,
    turn: ((seconds % PERIOD_SECONDS) / PERIOD_SECONDS) * 2 * Math.PI,
    zenith: look.sky(0, hue),
    skyline: look.sky(1, hue),
    mist: mistAt(score, frame, rate),
    deep: deepAt(score, frame, rate, look),
    curtains: curtainsAt(score, frame, rate, hue, look),
    ...bandsAt(score.chords, frame, rate, look),
  };
}

/**
 * The hue of a chord is that of its root.
 * @param {Chord} chord
 */
export function hueOfChord(chord) {
  return hueOf((chord.root_pitch ?? chord.pitch_classes[0] ?? 2) % 12);
}

/**
 * The hue of a moment: with each chord it turns, over seconds and by the shorter way.
 * @param {Chord[]} chords
 * @param {number} frame
 * @param {number} rate
 */
export function hueAt(chords, frame, rate) {
  let hue = chords.length > 0 ? hueOfChord(chords[0]) : QUIET_HUE;
  for (const chord of chords) {
    if (chord.frame <= frame) {
      const turned = smooth((frame - chord.frame) / (TURN_SECONDS * rate));
      hue += (nearestHue(hueOfChord(chord), hue) - hue) * turned;
    }
  }
  return hue;
}

/**
 * How loud a held note is, 0 to 1: it swells and ebbs.
 * @param {{ frame: number, frames: number }} note
 * @param {number} frame
 * @param {number} rate
 */
export function swell(note, frame, rate) {
  const age = (frame - note.frame) / rate;
  const left = (note.frame + note.frames - frame) / rate;
  return smooth(age / SWELL_SECONDS) * smooth((left + 1) / SWELL_SECONDS);
}

/**
 * @param {Score} score
 * @param {number} frame
 * @param {number} rate
 */
function mistAt(score, frame, rate) {
  let mist = 0;
  for (const note of score.notes) {
    if (note.layer === "air") {
      mist += 0.5 * swell(note, frame, rate);
    }
  }
  return Math.min(1, mist);
}

/**
 * @param {Score} score
 * @param {number} frame
 * @param {number} rate
 * @param {Look} look
 */
function deepAt(score, frame, rate, look) {
  const deep = { x: 0, strength: 0, rgb: look.ink({ layer: "bass" }) };
  for (const note of score.notes) {
    const strength =
      note.layer === "bass" ? swell(note, frame, rate) * (0.1 + note.velocity / 500) * look.gain : 0;
    if (strength > deep.strength) {
      deep.strength = strength;
      deep.x = across(note.pitch) * 0.5;
    }
  }
  return deep;
}

/**
 * @param {Score} score
 * @param {number} frame
 * @param {number} rate
 * @param {number} hue
 * @param {Look} look
 */
function curtainsAt(score, frame, rate, hue, look) {
  const found = [];
  for (const note of score.notes) {
    const strength = note.layer === "pad" ? swell(note, frame, rate) * (0.45 + note.velocity / 160) : 0;
    if (strength > 0) {
      const tone = hue + LEAN * (nearestHue(hueOf(note.pitch % 12), hue) - hue);
      const x = Math.max(-1, Math.min(1, (note.pitch - 62) / 17));
      found.push({ x, strength, phase: note.pitch % 7, rgb: look.curtain(tone) });
    }
  }
  return found.sort((a, b) => b.strength - a.strength).slice(0, CURTAINS);
}

/**
 * @param {Chord[]} chords
 * @param {number} frame
 * @param {number} rate
 * @param {Look} look
 */
function bandsAt(chords, frame, rate, look) {
  const ahead = chords.filter((c) => c.frame + c.frames > frame - 2 * rate).slice(0, EDGES + 1);
  const edges = ahead.slice(1).map((chord) => (chord.frame - frame) / rate);
  const tints = ahead.map((chord) => look.tint(hueOfChord(chord)));
  return { edges, tints: tints.length > 0 ? tints : [oklch(0, 0, 0)] };
}
