/** The three lights of the page, as the scene is painted in them: evening and night in light, the day in ink. */

import { inkOf, oklch } from "../music/palette.js";

/** @import { Rgb } from "../music/palette.js" */

/**
 * @typedef {object} Look
 * @property {boolean} day whether marks are ink on paper; else they are light in the dark
 * @property {number} gain of every mark
 * @property {(depth: number, hue: number) => Rgb} sky at the zenith, 0, and at the skyline, 1
 * @property {(hue: number) => Rgb} curtain
 * @property {(hue: number) => Rgb} tint of the plane where a chord is on its way
 * @property {(note: { layer: string, voice?: string }) => Rgb} ink
 * @property {Rgb} line of bars and of now
 */

/** At night everything leans to the colour of embers. */
const EMBER = 52;

/** @type {{ [theme: string]: Look }} */
const LOOKS = {
  dark: {
    day: false,
    gain: 1,
    sky: (depth, hue) => (depth ? oklch(0.3, 0.07, hue) : oklch(0.13, 0.03, hue + 25)),
    curtain: (hue) => oklch(0.62, 0.15, hue),
    tint: (hue) => oklch(0.5, 0.13, hue),
    ink: (note) => channels(inkOf(note).rgb),
    line: oklch(0.93, 0.03, 85),
  },
  night: {
    day: false,
    gain: 0.3,
    sky: (depth) => (depth ? oklch(0.13, 0.02, EMBER) : [0.008, 0.007, 0.007]),
    curtain: (hue) => oklch(0.26, 0.06, EMBER + 20 * Math.sin((hue * Math.PI) / 180)),
    tint: (hue) => oklch(0.2, 0.05, EMBER + 20 * Math.sin((hue * Math.PI) / 180)),
    ink: (note) => warm(channels(inkOf(note).rgb)),
    line: oklch(0.8, 0.07, EMBER + 20),
  },
  light: {
    day: true,
    gain: 0.85,
    sky: (depth, hue) => (depth ? oklch(0.94, 0.022, hue) : oklch(0.965, 0.013, 85)),
    curtain: (hue) => oklch(0.84, 0.095, hue),
    tint: (hue) => oklch(0.78, 0.1, hue),
    ink: (note) => channels(inkOf(note).day),
    line: oklch(0.45, 0.04, 280),
  },
};

/**
 * The look of a theme; one that is not known is the evening.
 * @param {string | undefined} theme
 */
export function lookOf(theme) {
  return LOOKS[theme ?? ""] ?? LOOKS.dark;
}

/**
 * @param {string} rgb three numbers from 0 to 255
 * @returns {Rgb}
 */
function channels(rgb) {
  const [r, g, b] = rgb.split(" ").map((part) => Number(part) / 255);
  return [r, g, b];
}

/**
 * @param {Rgb} rgb
 * @returns {Rgb}
 */
function warm([r, g, b]) {
  return [0.5 * r + 0.5, 0.45 * g + 0.2, 0.35 * b + 0.05];
}
