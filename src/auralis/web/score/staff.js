/** Where notes lie in the roll, in CSS pixels from its top: pitches above, a lane for percussion at the bottom. */

/** @import { Note } from "../station/protocol.js" */

const LOWEST = 26;
const HIGHEST = 96;

/** In rem: the room of the chords' names, the room of the lane, and how far a bracket keeps from both its neighbours. */
const NAMES = 4;
const LANE = 2.2;
const CLEAR = 0.6;

/**
 * The lane's rows from the bottom, and the size of their dots, in rem. A drum's number says which drum it is, not
 * how high it sounds.
 */
const DRUMS = new Map([
  ["heart", { row: 0.5, radius: 0.25 }],
  ["wood", { row: 1.05, radius: 0.17 }],
  ["shaker", { row: 1.5, radius: 0.12 }],
]);
const OTHER_DRUM = { row: 1.05, radius: 0.17 };

export class Staff {
  #height;
  #rem;

  /**
   * @param {number} height
   * @param {number} rem
   */
  constructor(height, rem) {
    this.#height = height;
    this.#rem = rem;
  }

  /** How far apart neighbouring pitches lie. */
  get semitone() {
    return (this.#height - this.#rem * (NAMES + LANE)) / (HIGHEST - LOWEST);
  }

  /**
   * The middle of a note; pitches beyond the roll lie at its edge.
   * @param {Note} note
   */
  y(note) {
    if (note.layer === "percussion") {
      return this.#height - this.#rem * drumOf(note).row;
    }
    return this.#pitched(note.pitch);
  }

  /**
   * The radius of a drum's dot.
   * @param {Note} note
   */
  radius(note) {
    return this.#rem * drumOf(note).radius;
  }

  /**
   * Where a bracket lies that is to stand above a pitch: clear of its notes, and below the chords' names.
   * @param {number} pitch
   */
  above(pitch) {
    return Math.max(this.#rem * (NAMES - CLEAR), this.#pitched(pitch) - this.#rem * 2 * CLEAR);
  }

  /** @param {number} pitch */
  #pitched(pitch) {
    const inside = Math.min(HIGHEST, Math.max(LOWEST, pitch));
    return this.#height - this.#rem * LANE - (inside - LOWEST) * this.semitone;
  }
}

/** @param {Note} note */
function drumOf(note) {
  return DRUMS.get(note.voice ?? "") ?? OTHER_DRUM;
}
