/** Opus packets to wire PCM, by the browser's own decoder; chunks come out in the order in which they went in. */

import { FULL_SCALE } from "./ring.js";

export const OPUS_RATE = 48_000;

/** Frames by which decoded sound is late. */
export const OPUS_DELAY = 1_440;

const CHUNK_FRAMES = OPUS_RATE / 10;
const CHUNK_US = 100_000;
const CONFIG = { codec: "opus", sampleRate: OPUS_RATE, numberOfChannels: 2 };

/** So many failures without a whole chunk between them are for good. */
const PATIENCE = 3;

export class OpusDecoder {
  #take;
  #giveUp;
  /** @type {AudioDecoder | null} */
  #decoder = null;
  #failures = 0;
  #seq = -1;
  #filled = 0;
  #pcm = new Int16Array(0);

  /**
   * @param {(seq: number, pcm: Int16Array) => void} take
   * @param {() => void} giveUp it will never work
   */
  constructor(take, giveUp) {
    this.#take = take;
    this.#giveUp = giveUp;
  }

  /**
   * @param {number} seq
   * @param {Uint8Array[]} packets
   */
  push(seq, packets) {
    if (this.#failures >= PATIENCE) {
      return;
    }
    try {
      this.#decoder ??= this.#open();
      packets.forEach((data, i) => {
        const timestamp = seq * CHUNK_US + (i * CHUNK_US) / packets.length;
        this.#decoder?.decode(new EncodedAudioChunk({ type: "key", timestamp, data }));
      });
    } catch {
      this.#fail();
    }
  }

  /** What is still inside is not wanted any more. */
  reset() {
    this.#seq = -1;
    if (this.#decoder && this.#decoder.state !== "closed") {
      this.#decoder.close();
    }
    this.#decoder = null;
  }

  #open() {
    const decoder = new AudioDecoder({
      output: (data) => this.#hear(decoder, data),
      error: () => decoder === this.#decoder && this.#fail(),
    });
    decoder.configure(CONFIG);
    return decoder;
  }

  #fail() {
    this.reset();
    this.#failures += 1;
    if (this.#failures === PATIENCE) {
      this.#giveUp();
    }
  }

  /**
   * @param {AudioDecoder} decoder
   * @param {AudioData} data
   */
  #hear(decoder, data) {
    if (decoder === this.#decoder) {
      this.#collect(data);
    }
    data.close();
  }

  /** @param {AudioData} data */
  #collect(data) {
    const seq = Math.floor((data.timestamp + 1) / CHUNK_US);
    if (seq !== this.#seq) {
      this.#seq = seq;
      this.#filled = 0;
      this.#pcm = new Int16Array(CHUNK_FRAMES * 2);
    }
    const frames = Math.min(data.numberOfFrames, CHUNK_FRAMES - this.#filled);
    for (const side of [0, 1]) {
      const plane = new Float32Array(data.numberOfFrames);
      data.copyTo(plane, { planeIndex: Math.min(side, data.numberOfChannels - 1), format: "f32-planar" });
      for (let i = 0; i < frames; i++) {
        const sample = Math.round(Math.max(-1, Math.min(1, plane[i])) * FULL_SCALE);
        this.#pcm[(this.#filled + i) * 2 + side] = sample;
      }
    }
    this.#filled += frames;
    if (this.#filled === CHUNK_FRAMES) {
      this.#failures = 0;
      this.#take(seq, this.#pcm);
    }
  }
}
