/** A moment as text: an address and how far into its music, `a1…@0:12:34.5`, as the server reads it. What it
 * keeps has a short name in the place of its address: `m7k2xw9fqa`. */

const MOMENT = /^(a\d[A-Za-z0-9_-]+|m[2-9a-z]{9})(@\d{1,5}:[0-5]\d:[0-5]\d(\.\d{1,6})?)?$/;
const LONGEST_LINK = 2_000;

/**
 * How far a frame is into the music, to the tenth of a second before it.
 * @param {number} frame
 * @param {number} rate frames a second
 */
export function timeOf(frame, rate) {
  const tenths = Math.floor((Math.max(0, frame) * 10) / rate);
  const seconds = Math.floor(tenths / 10);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const time = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return tenths % 10 ? `${time}.${tenths % 10}` : time;
}

/**
 * The link that opens the page at a moment.
 * @param {string} origin
 * @param {string} address
 * @param {string} time
 */
export function linkTo(origin, address, time) {
  return `${origin}/m/${address}@${time}`;
}

/**
 * Whether a link may be too long for some servers and programs on its way.
 * @param {string} link
 */
export function isLong(link) {
  return link.length > LONGEST_LINK;
}

/**
 * The moment that the page's address asks for; null where it asks for none, or for none that can be.
 * @param {string} search the query, with its question mark
 */
export function momentIn(search) {
  const moment = new URLSearchParams(search).get("moment");
  return moment !== null && MOMENT.test(moment) ? moment : null;
}
