/** How chunks reach the audio thread: through shared memory, or as messages where memory cannot be shared. */

import { PcmRing } from "./ring.js";

/** Frames in the ring: 5.9 s at 44.1 kHz, room for all that a server may send ahead. */
const RING_FRAMES = 1 << 18;

/**
 * @typedef {object} Feed
 * @property {ArrayBufferLike} memory what the audio thread lays its ring over
 * @property {number} position where the next chunk will lie
 * @property {(pcm: Int16Array, joined: boolean, port: MessagePort) => boolean} write false: no room, nothing written
 */

/**
 * Open the better way that this page may use.
 * @param {boolean} isolated whether the page may share memory between threads
 * @returns {Feed}
 */
export function openFeed(isolated) {
  return isolated ? sharedFeed(new SharedArrayBuffer(PcmRing.bytes(RING_FRAMES))) : messageFeed();
}

/**
 * @param {SharedArrayBuffer} memory
 * @returns {Feed}
 */
function sharedFeed(memory) {
  const ring = new PcmRing(memory);
  return {
    memory,
    get position() {
      return ring.written;
    },
    write: (pcm, joined) => ring.write(pcm, joined),
  };
}

/** @returns {Feed} */
function messageFeed() {
  let position = 0;
  return {
    memory: new ArrayBuffer(PcmRing.bytes(RING_FRAMES)),
    get position() {
      return position;
    },
    write(pcm, joined, port) {
      port.postMessage({ type: "chunk", pcm, joined });
      position = (position + pcm.length / 2) | 0;
      return true;
    },
  };
}
