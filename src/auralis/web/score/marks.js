/** What the scene is painted with: a list of simple marks, each a row of numbers that a painter can read at once. */

/** @import { Rgb } from "../music/palette.js" */

/** A light with a bright core; a ring; a soft band between two points; a line across that bends down at its ends. */
export const GLOW = 0;
export const RING = 1;
export const BAND = 2;
export const ARC = 3;

/** x and y of both ends; both radii, flatness, kind; red, green, blue, strength. */
export const COLUMNS = 12;

const FAINTEST = 0.004;

export class Marks {
  data = new Float32Array(COLUMNS * 512);
  count = 0;

  clear() {
    this.count = 0;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {Rgb} rgb
   * @param {number} strength
   * @param {number} [flatness] its height as a share of its width
   */
  glow(x, y, radius, rgb, strength, flatness = 1) {
    this.#add([x, y, x, y], [radius, radius, flatness, GLOW], rgb, strength);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {Rgb} rgb
   * @param {number} strength
   */
  ring(x, y, radius, rgb, strength) {
    this.#add([x, y, x, y], [radius, radius, 0.3, RING], rgb, strength);
  }

  /**
   * @param {number[]} from
   * @param {number[]} to
   * @param {number} r0 half its breadth where it begins
   * @param {number} r1
   * @param {Rgb} rgb
   * @param {number} strength
   */
  band(from, to, r0, r1, rgb, strength) {
    this.#add([...from, ...to], [r0, r1, 1, BAND], rgb, strength);
  }

  /**
   * @param {number} y of its middle
   * @param {number} width
   * @param {number} bend how much lower its ends are
   * @param {number} radius half its breadth
   * @param {Rgb} rgb
   * @param {number} strength
   */
  arc(y, width, bend, radius, rgb, strength) {
    this.#add([0, y, width, y], [radius, radius, bend, ARC], rgb, strength);
  }

  /**
   * @param {number[]} ends
   * @param {number[]} form
   * @param {Rgb} rgb
   * @param {number} strength
   */
  #add(ends, form, rgb, strength) {
    if (strength < FAINTEST) {
      return;
    }
    const at = this.count * COLUMNS;
    if (at === this.data.length) {
      const larger = new Float32Array(at * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data.set(ends, at);
    this.data.set(form, at + 4);
    this.data.set(rgb, at + 8);
    this.data[at + 11] = Math.min(1, strength);
    this.count += 1;
  }
}
