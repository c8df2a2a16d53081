/** Colours: one for each layer, and one for each chord, round the circle of fifths. */

/**
 * @typedef {object} Ink
 * @property {string} name
 * @property {string} rgb
 * @property {number} height in semitones
 * @property {number} glow how far the light of a note that sounds reaches, in rem
 * @property {"struck" | "held" | "mist" | "dot"} shape struck and dying away, held, held without a core, unpitched
 */

/** @type {{ [layer: string]: Ink }} */
const INKS = {
  lead: { name: "Piano", rgb: "255 222 173", height: 1.9, glow: 2.8, shape: "struck" },
  piano: { name: "Left hand", rgb: "222 158 118", height: 1.5, glow: 2.8, shape: "struck" },
  bells: { name: "Bells", rgb: "190 236 255", height: 1.6, glow: 2.8, shape: "struck" },
  pad: { name: "Pad", rgb: "150 152 255", height: 5.4, glow: 2.2, shape: "held" },
  bass: { name: "Bass", rgb: "92 206 186", height: 6.2, glow: 2.2, shape: "held" },
  air: { name: "Air", rgb: "176 190 208", height: 12, glow: 0, shape: "mist" },
  percussion: { name: "Percussion", rgb: "240 150 170", height: 1, glow: 1.2, shape: "dot" },
};

/** Fifths apart are neighbours in colour; D, the middle of the white keys, is blue. */
const HUE_OF_D = 265;

/**
 * @param {{ layer: string, voice?: string }} note
 * @returns {Ink}
 */
export function inkOf(note) {
  return (note.voice === "lead" ? INKS.lead : INKS[note.layer]) ?? INKS.air;
}

/** The inks in the order of the legend. */
export function inks() {
  return Object.values(INKS);
}

/**
 * The hue of a pitch class, in degrees.
 * @param {number} pitchClass
 */
export function hueOf(pitchClass) {
  const fifths = (((pitchClass - 2) * 7) % 12) + 12;
  return (HUE_OF_D + fifths * 30) % 360;
}

/**
 * The same hue, reached from another by the shorter way round; may lie outside 0 to 360.
 * @param {number} hue
 * @param {number} from
 */
export function nearestHue(hue, from) {
  return from + ((((hue - from) % 360) + 540) % 360) - 180;
}
