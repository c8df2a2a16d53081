/** Which station the page is at, and the socket's address for it. */

import { token } from "./token.js";

/** @import { Settings } from "./protocol.js" */

/**
 * @typedef {object} Place
 * @property {string} station its name; empty for a personal one that is still to be opened
 * @property {string} [token] the owner's
 * @property {Settings} [wish] what a new one is to begin with: settings, `seed`, or `address`
 */

/** The station that everyone shares. @type {Place} */
export const SHARED = { station: "main" };

/**
 * The path and query of a place's socket; `after` is the last chunk that was heard, null for none.
 * @param {Place} place
 * @param {number | null} after
 */
export function socketPath(place, after) {
  const query = new URLSearchParams();
  if (token() !== "") {
    query.append("token", token());
  }
  if (place.station === "") {
    for (const [name, value] of Object.entries(place.wish ?? {})) {
      query.set(name, String(value));
    }
    return withQuery("/ws/new", query);
  }
  if (place.token) {
    query.append("token", place.token);
  }
  if (after !== null) {
    query.set("after", String(after));
  }
  return withQuery(`/ws/${encodeURIComponent(place.station)}`, query);
}

/**
 * @param {string} path
 * @param {URLSearchParams} query
 */
function withQuery(path, query) {
  return query.size > 0 ? `${path}?${query}` : path;
}
