/** From chunks to the ring: decoded where they are packets, and with a map of what lies where. */

import { OpusDecoder } from "./decoder.js";
import { FrameMap } from "./framemap.js";

export class RingWriter {
  #feed;
  #port;
  #chunk;
  #decoder;
  #expected = -1;
  #map = new FrameMap();

  /**
   * @param {import("./feed.js").Feed} feed
   * @param {MessagePort} port
   * @param {number} rate the stream's frames a second
   * @param {() => void} giveUp packets can't be decoded
   */
  constructor(feed, port, rate, giveUp) {
    this.#feed = feed;
    this.#port = port;
    this.#chunk = rate / 10;
    this.#decoder = new OpusDecoder((seq, pcm) => this.#write(seq, pcm), giveUp);
  }

  /** Where the next frame will lie. */
  get position() {
    return this.#feed.position;
  }

  /** @param {import("../station/protocol.js").Chunk} chunk */
  take(chunk) {
    if (chunk.packets) {
      this.#decoder.push(chunk.seq, chunk.packets);
    } else if (chunk.pcm) {
      this.#write(chunk.seq, chunk.pcm);
    }
  }

  /**
   * Begin anew, with these.
   * @param {import("../station/protocol.js").Chunk[]} chunks
   */
  begin(chunks) {
    this.#decoder.reset();
    this.#expected = -1;
    for (const chunk of chunks) {
      this.take(chunk);
    }
  }

  /**
   * The stream's frame at a position, or null.
   * @param {number} position
   */
  frameAt(position) {
    return this.#map.at(position);
  }

  /**
   * @param {number} seq
   * @param {Int16Array} pcm
   */
  #write(seq, pcm) {
    const { position } = this.#feed;
    const joined = seq === this.#expected;
    const fits = this.#feed.write(pcm, joined, this.#port);
    if (fits && !joined) {
      this.#map.begin(position, seq * this.#chunk);
    }
    this.#expected = fits ? seq + 1 : -1;
  }
}
