/**
 * What the player does on each error that the server tells, and on each end of the line.
 *
 * The page acts by these tables, and docs/player.md shows them. `say` is the path of the sentence that the listener
 * reads, `way` what is offered beside it.
 */

/**
 * Play on; expect silence and play on behind it; play at most 2 % faster until the buffer is at its target; try again
 * later, after a growing while; or not at all.
 * @typedef {"continue" | "gap" | "catchUp" | "later" | "stop"} Act
 */
/** @typedef {"again" | "shared"} Way */

/**
 * @typedef {object} Response
 * @property {string} on the error's code, with its severity where that matters; or the closing code of the line
 * @property {Act} act
 * @property {string} [say]
 * @property {Way} [way]
 */

/** On an `error` message. @type {Response[]} */
export const ERRORS = [
  { on: "INVALID_CONTROL", act: "continue", say: "faults.refused" },
  { on: "NOT_OWNER", act: "continue" },
  { on: "TOKEN_NEEDED", act: "continue" },
  { on: "TOKEN_WRONG", act: "continue" },
  { on: "LINK_EXPIRED", act: "continue" },
  { on: "NOT_ALLOWED", act: "continue" },
  { on: "TOO_MANY_REQUESTS", act: "later", say: "faults.hasty" },
  { on: "GENERATION_ERROR", act: "continue", say: "faults.generation" },
  { on: "BUFFER_OVERRUN", act: "catchUp", say: "faults.skipped" },
  { on: "BUFFER_UNDERRUN", act: "gap", say: "faults.gap" },
  { on: "SYNTHESIS_FAILED", act: "gap", say: "faults.silence" },
  { on: "SYNTHESIS_FAILED critical", act: "later", say: "faults.ended" },
  { on: "SERVER_OVERLOAD", act: "later", say: "faults.full" },
  { on: "any other", act: "continue", say: "faults.other" },
];

/** On the end of the line. @type {Response[]} */
export const CLOSINGS = [
  { on: "1008", act: "later", say: "faults.hasty", way: "again" },
  { on: "1011", act: "later", say: "faults.ended", way: "again" },
  { on: "1013", act: "later", say: "faults.full", way: "again" },
  { on: "4400", act: "stop", say: "faults.wish", way: "shared" },
  { on: "4401", act: "stop", say: "faults.token" },
  { on: "4401 TOKEN_WRONG", act: "stop", say: "faults.wrong" },
  { on: "4401 LINK_EXPIRED", act: "stop", say: "faults.expired" },
  { on: "4403", act: "stop", say: "faults.closed", way: "shared" },
  { on: "4404", act: "stop", say: "faults.unknown", way: "shared" },
  { on: "any other", act: "later", say: "faults.lost", way: "again" },
];

/** Errors whose sentence is somebody else's: the control's that was refused, or the end's that follows. */
export const SAID_ELSEWHERE = new Set([
  "INVALID_CONTROL",
  "NOT_OWNER",
  "TOKEN_NEEDED",
  "TOKEN_WRONG",
  "LINK_EXPIRED",
  "NOT_ALLOWED",
  "TOO_MANY_REQUESTS",
  "SERVER_OVERLOAD",
]);

/**
 * @param {{ code: string, severity?: string }} refusal
 * @returns {Response}
 */
export function responseTo({ code, severity }) {
  return find(ERRORS, `${code} ${severity}`) ?? find(ERRORS, code) ?? last(ERRORS);
}

/**
 * @param {number} code of the close
 * @param {string} [why] the code of the error before it
 * @returns {Response}
 */
export function responseToClosing(code, why = "") {
  return find(CLOSINGS, `${code} ${why}`) ?? find(CLOSINGS, String(code)) ?? last(CLOSINGS);
}

/**
 * @param {Response[]} table
 * @param {string} on
 * @returns {Response | undefined}
 */
function find(table, on) {
  return table.find((response) => response.on === on);
}

/** @param {Response[]} table */
function last(table) {
  return table[table.length - 1];
}
