/** A WebSocket that the test plays the server of. */
export class FakeWebSocket {
  /** @type {FakeWebSocket[]} */
  static made = [];
  sent = [];
  closed = false;

  constructor(url, forms) {
    Object.assign(this, { url, forms, protocol: forms[0] });
    FakeWebSocket.made.push(this);
  }

  static get last() {
    return FakeWebSocket.made.at(-1);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  hear(data) {
    const isWhole = typeof data === "string" || data instanceof ArrayBuffer;
    this.onmessage({ data: isWhole ? data : JSON.stringify(data) });
  }
}

/** A frame as the server sends it; a payload of one frame of PCM, if none is given. */
export function audio(seq, { magic = "AUR1", flags = 0, timestamp = 0, payload = new Uint8Array(4) } = {}) {
  const bytes = new ArrayBuffer(24 + payload.length);
  const view = new DataView(bytes);
  for (let i = 0; i < 4; i++) {
    view.setUint8(i, magic.charCodeAt(i));
  }
  view.setUint32(4, flags, true);
  view.setBigUint64(8, BigInt(seq), true);
  view.setFloat64(16, timestamp, true);
  new Uint8Array(bytes, 24).set(payload);
  return bytes;
}

/** The payload of a frame of Opus: packets, each preceded by its length. */
export function opus(...packets) {
  return Uint8Array.from(packets.flatMap((packet) => [packet.length & 255, packet.length >> 8, ...packet]));
}

export const HELLO = {
  type: "hello",
  client_id: "a",
  station: "main",
  sample_rate: 44_100,
  seq: 0,
  context: {},
};
