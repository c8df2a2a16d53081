/**
 * A ring of 16-bit stereo frames with one writer and one reader, over shared or plain memory.
 *
 * Positions count frames modulo 2³² and are compared by wrapped subtraction, so they stay small integers that
 * `Atomics` can publish for ever. The writer owns `written`, the reader owns `taken`; neither ever waits.
 * A break in the stream is softened here, while it is written: the last frames before it fall to silence and the
 * first after it rise from there, so that a reader may simply play on.
 */

const HEADER_BYTES = 8;
const FRAME_BYTES = 4;
const WRITTEN = 0;
const TAKEN = 1;

/** Frames over which a break is softened on each side: 10 ms at 44.1 kHz. */
export const SEAM_FRAMES = 441;

/** What full scale is on the wire: a sample divided by it, times it, is the sample again. */
export const FULL_SCALE = 32_767;

export class PcmRing {
  #marks;
  #samples;
  #mask;

  /**
   * @param {ArrayBufferLike} memory `PcmRing.bytes` long; two threads may lay a ring over the same bytes
   */
  constructor(memory) {
    this.#marks = new Int32Array(memory, 0, 2);
    this.#samples = new Int16Array(memory, HEADER_BYTES);
    this.#mask = this.#samples.length / 2 - 1;
  }

  /**
   * The bytes that a ring of `frames` frames needs.
   * @param {number} frames a power of two
   */
  static bytes(frames) {
    if (frames < 2 || (frames & (frames - 1)) !== 0) {
      throw new RangeError(`frames: ${frames} is not allowed; allowed: a power of two`);
    }
    return HEADER_BYTES + frames * FRAME_BYTES;
  }

  /** Frames the ring can hold. */
  get capacity() {
    return this.#mask + 1;
  }

  /** Where the next frame will be written. */
  get written() {
    return Atomics.load(this.#marks, WRITTEN);
  }

  /** Where the next frame will be read. */
  get taken() {
    return Atomics.load(this.#marks, TAKEN);
  }

  /** Frames that wait for the reader; below 0 while it waits for a position to come. */
  get depth() {
    return (this.written - this.taken) | 0;
  }

  /**
   * Append interleaved samples; returns false, and writes nothing, when they do not fit. Writer only.
   * @param {Int16Array} pcm
   * @param {boolean} joined false when these frames do not follow the last ones: both sides are softened
   */
  write(pcm, joined) {
    const frames = pcm.length >> 1;
    if (frames > this.capacity - this.depth) {
      return false;
    }
    const start = this.written;
    this.#copy(pcm, start);
    if (!joined) {
      this.#soften(start, Math.min(SEAM_FRAMES, this.depth), -1);
      this.#soften(start, Math.min(SEAM_FRAMES, frames), 1);
    }
    Atomics.store(this.#marks, WRITTEN, (start + frames) | 0);
    return true;
  }

  /**
   * Move frames into two float channels, silence after the last one; returns how many there were. Reader only.
   * @param {Float32Array} left
   * @param {Float32Array} right
   * @param {number} from where in the channels
   * @param {number} wanted how many
   */
  read(left, right, from = 0, wanted = left.length) {
    const start = this.taken;
    const frames = Math.max(0, Math.min(wanted, this.depth));
    for (let i = 0; i < frames; i++) {
      const at = ((start + i) & this.#mask) * 2;
      left[from + i] = this.#samples[at] / FULL_SCALE;
      right[from + i] = this.#samples[at + 1] / FULL_SCALE;
    }
    left.fill(0, from + frames, from + wanted);
    right.fill(0, from + frames, from + wanted);
    this.seek((start + frames) | 0);
    return frames;
  }

  /**
   * Go on reading at a position, which may be still to be written. Reader only.
   * @param {number} position
   */
  seek(position) {
    Atomics.store(this.#marks, TAKEN, position);
  }

  /**
   * @param {Int16Array} pcm
   * @param {number} position
   */
  #copy(pcm, position) {
    const at = (position & this.#mask) * 2;
    const room = this.#samples.length - at;
    this.#samples.set(pcm.subarray(0, room), at);
    this.#samples.set(pcm.subarray(Math.min(room, pcm.length)), 0);
  }

  /**
   * Scale the frames next to a break: nothing at the break, all of it `frames` away.
   * @param {number} seam
   * @param {number} frames
   * @param {-1 | 1} side
   */
  #soften(seam, frames, side) {
    for (let i = 0; i < frames; i++) {
      const at = ((seam + (side < 0 ? -1 - i : i)) & this.#mask) * 2;
      const gain = i / frames;
      this.#samples[at] = Math.round(this.#samples[at] * gain);
      this.#samples[at + 1] = Math.round(this.#samples[at + 1] * gain);
    }
  }
}
