/** The health of the buffer in the four words that the server knows. */

/** @typedef {"emergency" | "low" | "healthy" | "full"} Tier */

/**
 * Name a depth, counted in whole chunks just after one came in.
 * @param {number} chunks
 * @returns {Tier}
 */
export function tierOf(chunks) {
  const whole = Math.round(chunks);
  if (whole < 1) {
    return "emergency";
  }
  if (whole < 3) {
    return "low";
  }
  return whole < 5 ? "healthy" : "full";
}
