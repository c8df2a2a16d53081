/** The clipboard. */

/**
 * Put a text on the clipboard; false where the browser does not let it.
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
