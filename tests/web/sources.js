/** The page's own files, as text. */

import { readdirSync, readFileSync } from "node:fs";

const WEB = new URL("../../src/auralis/web/", import.meta.url);

/**
 * The files of the page whose names end so, by their paths from the page's folder.
 * @param {...string} ends
 * @returns {Map<string, string>}
 */
export function sources(...ends) {
  const names = readdirSync(WEB, { recursive: true }).map((name) => String(name).replaceAll("\\", "/"));
  const wanted = names.filter((name) => ends.some((end) => name.endsWith(end))).sort();
  return new Map(wanted.map((name) => [name, readFileSync(new URL(name, WEB), "utf8")]));
}
