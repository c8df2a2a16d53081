/** What this browser lacks, so that it can be said in a sentence before anything fails. */

/**
 * The path of the sentence that says why this browser cannot play here; null when it can.
 * @param {{ [name: string]: unknown }} browser its global names
 */
export function lacking(browser) {
  if (!("WebSocket" in browser)) {
    return "faults.noSocket";
  }
  const audio = /** @type {{ prototype?: object } | undefined} */ (browser.AudioContext);
  if ("AudioWorkletNode" in browser && "audioWorklet" in (audio?.prototype ?? {})) {
    return null;
  }
  return browser.isSecureContext === false ? "faults.insecure" : "faults.noSound";
}
