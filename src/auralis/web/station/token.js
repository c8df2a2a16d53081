/**
 * The listener's token, where the server asks for one: kept in the browser, and sent with whatever is asked. One that
 * comes in the page's address is taken out of it.
 */

const STORAGE_NAME = "auralis_token";

let held = kept();
let needed = false;

function kept() {
  try {
    return globalThis.localStorage?.getItem(STORAGE_NAME) ?? "";
  } catch {
    return "";
  }
}

/**
 * Whether a refusal is one that another token would mend.
 * @param {string} code of an error
 */
export function asksForToken(code) {
  return ["TOKEN_NEEDED", "TOKEN_WRONG", "LINK_EXPIRED", "NOT_ALLOWED"].includes(code);
}

/** The token, empty where there is none. */
export function token() {
  return held;
}

/**
 * Keep a token; an empty one is forgotten.
 * @param {string} text
 */
export function hold(text) {
  held = text.trim();
  try {
    globalThis.localStorage?.setItem(STORAGE_NAME, held);
  } catch {
    // Full or forbidden: it holds until the page is left.
  }
}

/**
 * Learn whether one must bring a token to listen here: only then do addresses for others carry it.
 * @param {boolean} asked
 */
export function need(asked) {
  needed = asked;
}

/**
 * Take the token out of a page's query and keep it; returns the query without it.
 * @param {string} search
 */
export function takeToken(search) {
  const query = new URLSearchParams(search);
  const brought = query.get("token");
  if (brought === null) {
    return search;
  }
  hold(brought);
  query.delete("token");
  return query.size > 0 ? `?${query}` : "";
}

/**
 * An address of this server with the token behind it.
 * @param {string} address
 * @param {boolean} [always] also where listening is free
 */
export function withToken(address, always = false) {
  if (held === "" || !(needed || always)) {
    return address;
  }
  return `${address}${address.includes("?") ? "&" : "?"}token=${encodeURIComponent(held)}`;
}

/**
 * Ask the server, as who one is; `own` is the token of what is to be changed, if it is one's own.
 * @param {string} path
 * @param {{ method?: string, headers?: { [name: string]: string }, body?: string | null }} [wish]
 * @param {string} [own]
 */
export function ask(path, wish = {}, own) {
  const bearer = own ?? held;
  const headers = { ...wish.headers, ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}) };
  return fetch(own ? withToken(path, true) : path, { ...wish, headers });
}
