/** The musical words of the page: roots, modes, presets, and how a key reads. */

/** @typedef {{ name: string, mode: string, bpm: number, intensity: number, root: number }} Preset */

/** The twelve roots from C upwards, with the pitch that stands for each. */
export const ROOTS = [
  { pitch: 60, name: "C" },
  { pitch: 61, name: "C♯" },
  { pitch: 62, name: "D" },
  { pitch: 63, name: "E♭" },
  { pitch: 64, name: "E" },
  { pitch: 65, name: "F" },
  { pitch: 66, name: "F♯" },
  { pitch: 67, name: "G" },
  { pitch: 68, name: "A♭" },
  { pitch: 57, name: "A" },
  { pitch: 58, name: "B♭" },
  { pitch: 59, name: "B" },
];

/** The seven modes from the brightest to the darkest. */
export const MODES = ["lydian", "ionian", "mixolydian", "dorian", "aeolian", "phrygian", "locrian"];

/** @type {Preset[]} */
export const PRESETS = [
  { name: "focus", mode: "dorian", bpm: 60, intensity: 0.5, root: 62 },
  { name: "meditation", mode: "aeolian", bpm: 50, intensity: 0.3, root: 57 },
  { name: "sleep", mode: "phrygian", bpm: 40, intensity: 0.2, root: 64 },
  { name: "bright", mode: "lydian", bpm: 70, intensity: 0.6, root: 60 },
];

/** What a listener hears as one instrument each. */
export const LAYERS = ["pad", "piano", "bass", "bells", "air", "percussion"];

export const METERS = ["4/4", "3/4", "6/8"];

/** The pitch classes round the circle of fifths, clockwise from C. */
export const FIFTHS = Array.from({ length: 12 }, (_, step) => (step * 7) % 12);

const LETTERS = new Map([
  ["c", 0],
  ["d", 2],
  ["e", 4],
  ["f", 5],
  ["g", 7],
  ["a", 9],
  ["b", 11],
]);
const ACCIDENTALS = new Map([
  ["", 0],
  ["#", 1],
  ["♯", 1],
  ["b", -1],
  ["♭", -1],
]);
const COMMON_MODES = new Map([
  ["major", "ionian"],
  ["minor", "aeolian"],
]);

/**
 * The root that a pitch belongs to, as listed in `ROOTS`.
 * @param {number} pitch any integer
 */
export function rootOf(pitch) {
  return ROOTS[((pitch % 12) + 12) % 12].pitch;
}

/**
 * Read "A minor", "D dorian", "F♯" or a pitch; null when it names no key. The mode is null when none is named.
 * @param {unknown} key
 * @returns {{ root: number, mode: string | null } | null}
 */
export function readKey(key) {
  if (typeof key === "number" && Number.isInteger(key)) {
    return { root: rootOf(key), mode: null };
  }
  const match = typeof key === "string" ? /^([a-g])([#♯b♭]?)(?:\s+([a-z]+))?$/i.exec(key.trim()) : null;
  if (!match) {
    return null;
  }
  const letter = LETTERS.get(match[1].toLowerCase()) ?? 0;
  const root = rootOf(letter + (ACCIDENTALS.get(match[2]) ?? 0));
  const word = match[3]?.toLowerCase();
  const mode = word ? (COMMON_MODES.get(word) ?? word) : null;
  return mode === null || MODES.includes(mode) ? { root, mode } : null;
}

/**
 * How a key reads: "D dorian", and "A minor" and "C major" for the two that everyone knows.
 * @param {number} root
 * @param {string} mode
 */
export function keyName(root, mode) {
  const known = [...COMMON_MODES].find(([, name]) => name === mode);
  return `${ROOTS[((root % 12) + 12) % 12].name} ${known ? known[0] : mode}`;
}
