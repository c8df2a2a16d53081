/**
 * Reads a ring at any pace: windowed-sinc interpolation by a polyphase table, after J. O. Smith, "Digital Audio
 * Resampling" (https://ccrma.stanford.edu/~jos/resample/). The window is Kaiser's.
 *
 * At pace 1 and on a whole frame every sample passes untouched. The kernel is an impulse there, so a change of pace
 * begins without a step; afterwards the reading point is led back to a whole frame, too slowly to be heard.
 */

/** Taps on each side: 90 dB and more between 20 kHz and what mirrors it, at 44.1 kHz. */
const HALF = 32;
const PHASES = 512;
const BETA = 9.6;

/** Frames by which the reading point is led back, a frame. */
const HOMING = 2e-4;

/** The longest block, and the greatest pace, that there is room for. */
const LONGEST = 1024;
const FASTEST = 1.05;

export class Resampler {
  #ring;
  #half;
  #taps;
  #table;
  #left;
  #right;
  #fraction = 0;

  /** Frames of the ring for each that comes out, at pace 1. */
  ratio;

  /**
   * @param {import("./ring.js").PcmRing} ring
   * @param {number} ratio
   */
  constructor(ring, ratio) {
    const stretch = Math.max(1, ratio);
    this.#ring = ring;
    this.ratio = ratio;
    this.#half = Math.ceil(HALF * stretch);
    this.#taps = this.#half * 2;
    this.#table = polyphase(this.#half, 1 / stretch);
    const room = this.#taps + Math.ceil(LONGEST * ratio * FASTEST) + 1;
    this.#left = new Float32Array(room);
    this.#right = new Float32Array(room);
  }

  /** The ring's position of the frame that comes out next; it lies behind what was taken by half a kernel. */
  get position() {
    return (this.#ring.taken - this.#half - 1) | 0;
  }

  /**
   * Go on at a position of the ring, out of silence.
   * @param {number} position
   */
  seek(position) {
    this.#ring.seek(position);
    this.#left.fill(0);
    this.#right.fill(0);
    this.#fraction = 0;
  }

  /**
   * Produce a block; where the ring has no more, silence.
   * @param {Float32Array} left
   * @param {Float32Array} right
   * @param {number} pace 1, or up to 5 % faster or slower
   */
  read(left, right, pace) {
    const step = this.ratio * pace;
    const from = this.#fraction;
    const end = place(from, step, left.length);
    const taken = Math.floor(end);
    this.#ring.read(this.#left, this.#right, this.#taps, taken);
    if (step === 1 && from === 0) {
      const at = this.#half - 1;
      left.set(this.#left.subarray(at, at + left.length));
      right.set(this.#right.subarray(at, at + left.length));
    } else {
      for (let i = 0; i < left.length; i++) {
        this.#interpolate(place(from, step, i), left, right, i);
      }
    }
    this.#left.copyWithin(0, taken, taken + this.#taps);
    this.#right.copyWithin(0, taken, taken + this.#taps);
    this.#fraction = end - taken;
  }

  /**
   * @param {number} at
   * @param {Float32Array} left
   * @param {Float32Array} right
   * @param {number} i
   */
  #interpolate(at, left, right, i) {
    const whole = Math.floor(at);
    const phase = (at - whole) * PHASES;
    const row = Math.floor(phase);
    const between = phase - row;
    let tap = row * this.#taps;
    let l = 0;
    let r = 0;
    for (let k = whole; k < whole + this.#taps; k++, tap++) {
      const weight = this.#table[tap] + between * (this.#table[tap + this.#taps] - this.#table[tap]);
      l += weight * this.#left[k];
      r += weight * this.#right[k];
    }
    left[i] = l;
    right[i] = r;
  }
}

/**
 * Where the i-th frame of a block is read.
 * @param {number} from
 * @param {number} step
 * @param {number} i
 */
function place(from, step, i) {
  if (step !== 1) {
    return from + step * i;
  }
  return i + (from < 0.5 ? Math.max(0, from - HOMING * i) : Math.min(1, from + HOMING * i));
}

/**
 * The kernel's weights at each phase, row by row, and the first row once more, a frame later.
 * @param {number} half
 * @param {number} cutoff of the ring's Nyquist frequency
 */
function polyphase(half, cutoff) {
  const taps = half * 2;
  const table = new Float32Array((PHASES + 1) * taps);
  for (let row = 0; row <= PHASES; row++) {
    const weights = Array.from({ length: taps }, (_, k) => kernel(k - half + 1 - row / PHASES, half, cutoff));
    const sum = weights.reduce((a, b) => a + b);
    table.set(
      weights.map((weight) => weight / sum),
      row * taps,
    );
  }
  return table;
}

/**
 * @param {number} x
 * @param {number} half
 * @param {number} cutoff
 */
function kernel(x, half, cutoff) {
  const turn = Math.PI * x * cutoff;
  const window = bessel(BETA * Math.sqrt(Math.max(0, 1 - (x / half) ** 2)));
  return x === 0 ? window : (window * Math.sin(turn)) / turn;
}

/**
 * The modified Bessel function of the first kind, order 0.
 * @param {number} x
 */
function bessel(x) {
  let sum = 1;
  for (let term = 1, k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
