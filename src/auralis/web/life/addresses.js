/** Where other players find a station. */

import { withToken } from "../station/token.js";

/** The forms, the most widely understood first, and what follows the station's name. */
const FORMS = { mp3: ".mp3", opus: ".opus", flac: ".flac", hls: "/index.m3u8", m3u: ".m3u" };

/**
 * The address of a station in a form, seen from the page.
 * @param {string} station
 * @param {keyof typeof FORMS} [form]
 */
export function streamOf(station, form = "mp3") {
  return withToken(`stream/${encodeURIComponent(station)}${FORMS[form]}`);
}

/**
 * Every address, whole.
 * @param {string} station
 * @param {string} base the page's
 */
export function addressesOf(station, base) {
  const forms = /** @type {(keyof typeof FORMS)[]} */ (Object.keys(FORMS));
  return forms.map((form) => ({ form, address: new URL(streamOf(station, form), base).href }));
}

/**
 * Whether a host leads other devices nowhere, since it is each device's name for itself.
 * @param {string} host
 */
export function isLocal(host) {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(host);
}
