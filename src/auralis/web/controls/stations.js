/** What the server is asked about stations, beside the socket. */

import { ask as askServer } from "../station/token.js";

/** @import { Settings } from "../station/protocol.js" */
/** @import { Own } from "./home.js" */

const PATH = "/api/v1/stations";

/** @typedef {{ name: string, kind: string, listeners: number, preset: string, key: string }} Listed */

/** The server said no; with its own words where it had some. */
export class Refused extends Error {
  /**
   * @param {number} status 0 when it could not be reached
   * @param {string} [detail]
   */
  constructor(status, detail = "") {
    super(detail);
    this.status = status;
  }
}

/**
 * Open a personal station; raises `Refused`.
 * @param {Settings} wish settings and `seed`
 * @returns {Promise<Own>}
 */
export async function openStation(wish) {
  const answer = await ask(PATH, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(wish),
  });
  const { name, owner_token } = await answer.json();
  return { station: name, token: owner_token };
}

/**
 * Close a personal station; raises `Refused`.
 * @param {Own} own
 */
export async function closeStation({ station, token }) {
  await ask(`${PATH}/${encodeURIComponent(station)}`, { method: "DELETE" }, token);
}

/**
 * The stations that are always there; raises `Refused`.
 * @returns {Promise<Listed[]>}
 */
export async function permanentStations() {
  const { stations } = await (await ask(PATH)).json();
  return stations.filter((/** @type {Listed} */ { kind }) => kind === "permanent");
}

/**
 * @param {string} path
 * @param {{ method?: string, headers?: { [name: string]: string }, body?: string }} [options]
 * @param {string} [own]
 */
async function ask(path, options, own) {
  const answer = await askServer(path, options, own).catch(() => null);
  if (!answer?.ok) {
    const problem = await answer?.json().catch(() => null);
    throw new Refused(answer?.status ?? 0, problem?.detail);
  }
  return answer;
}
