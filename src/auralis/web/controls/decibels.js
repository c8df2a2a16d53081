/** Loudness in words. */

/**
 * A gain in decibels: "0 dB", "−6.0 dB", "+6.0 dB"; none at all is "−∞ dB".
 * @param {number} gain
 * @param {string} language whose decimal sign it has
 */
export function decibels(gain, language) {
  if (gain <= 0) {
    return "−∞ dB";
  }
  const tenths = Math.round(200 * Math.log10(gain)) / 10;
  if (tenths === 0) {
    return "0 dB";
  }
  const digits = Math.abs(tenths).toLocaleString(language, { minimumFractionDigits: 1 });
  return `${tenths < 0 ? "−" : "+"}${digits} dB`;
}
