/** The plane of time: from the horizon, where what comes is small and near together, to the arc of now. */

/** Seconds until something is half as far from the horizon as now is. */
const HALFWAY = 4;
const MIDDLE_PITCH = 65;
const SPREAD = 21;

/** How much lower the ends of an arc lie than its middle, as a share of its distance from the horizon. */
export const BEND = 0.16;

export class Plane {
  /**
   * @param {number} width of the picture, in CSS pixels
   * @param {number} height
   * @param {number} [foot] what is kept free below now
   */
  constructor(width, height, foot = height / 4) {
    this.width = width;
    this.height = height;
    /** A measure for sizes, in pixels. */
    this.unit = Math.sqrt(width * height) / 100;
    this.horizon = height * (width < height ? 0.35 : 0.4);
    this.now = Math.max(height * 0.62, height - foot);
  }

  /**
   * How near something is: 1 at now, towards 0 at the horizon.
   * @param {number} seconds ahead of now
   */
  nearness(seconds) {
    return HALFWAY / (HALFWAY + Math.max(0, seconds));
  }

  /**
   * How well one sees that far: it fades in over the horizon.
   * @param {number} seconds ahead of now
   */
  sight(seconds) {
    return smooth((this.nearness(seconds) - 0.1) / 0.28);
  }

  /**
   * Where a pitch is.
   * @param {number} pitch from left to right
   * @param {number} seconds ahead of now
   * @param {number} [lift] above the plane, as a share of the distance between horizon and now
   * @returns {[number, number]}
   */
  place(pitch, seconds, lift = 0) {
    const near = this.nearness(seconds);
    const aside = across(pitch) * (0.26 + 0.74 * near) * 0.94;
    const below = near * (1 + BEND * aside * aside - lift);
    return [this.width * (0.5 + aside / 2), this.horizon + (this.now - this.horizon) * below];
  }
}

/**
 * How far from the middle a pitch lies, -1 to 1; the outermost are nearest together.
 * @param {number} pitch
 */
export function across(pitch) {
  return Math.tanh((pitch - MIDDLE_PITCH) / SPREAD);
}

/**
 * From 0 to 1 without a corner.
 * @param {number} x
 */
export function smooth(x) {
  const inside = Math.max(0, Math.min(1, x));
  return inside * inside * (3 - 2 * inside);
}
