/** Colours: one for each layer, and one for each chord, round the circle of fifths. */

/**
 * @typedef {object} Ink
 * @property {string} name the last word of its path among the words: `score.inks.lead`
 * @property {string} rgb as light, on a dark ground
 * @property {string} day as ink, on paper
 * @property {number} height in semitones
 * @property {"struck" | "held" | "mist" | "dot"} shape struck and dying away, held, held without a core, unpitched
 */

/** @typedef {[number, number, number]} Rgb each from 0 to 1 */

/** @type {{ [layer: string]: Ink }} */
const INKS = {
  lead: { name: "lead", rgb: "255 222 173", day: "146 84 14", height: 1.9, shape: "struck" },
  piano: { name: "piano", rgb: "232 164 120", day: "158 66 40", height: 1.5, shape: "struck" },
  bells: { name: "bells", rgb: "190 236 255", day: "10 106 146", height: 1.6, shape: "struck" },
  pad: { name: "pad", rgb: "150 152 255", day: "82 78 190", height: 2.6, shape: "held" },
  bass: { name: "bass", rgb: "92 206 186", day: "0 112 98", height: 3.2, shape: "held" },
  air: { name: "air", rgb: "176 190 208", day: "92 104 122", height: 7, shape: "mist" },
  percussion: { name: "percussion", rgb: "240 150 170", day: "176 48 88", height: 1, shape: "dot" },
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

/**
 * A colour of the space Oklch, where hues of one lightness look equally light (Ottosson 2020), as sRGB; what sRGB
 * lacks is clipped.
 * @param {number} lightness 0 to 1
 * @param {number} chroma
 * @param {number} hue degrees
 * @returns {Rgb}
 */
export function oklch(lightness, chroma, hue) {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** @param {number} light */
function gamma(light) {
  const clipped = Math.min(1, Math.max(0, light));
  return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
}
