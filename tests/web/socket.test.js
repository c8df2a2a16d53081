import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { StationSocket, waitBefore } from "../../src/auralis/web/socket.js";

/** A WebSocket that the test plays the server of. */
class FakeWebSocket {
  static made = [];
  sent = [];
  closed = false;

  constructor(url, protocol) {
    Object.assign(this, { url, protocol });
    FakeWebSocket.made.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  hear(data) {
    this.onmessage({
      data: typeof data === "string" || data instanceof ArrayBuffer ? data : JSON.stringify(data),
    });
  }
}

function audio(seq) {
  const bytes = new ArrayBuffer(28);
  const view = new DataView(bytes);
  view.setUint32(0, 0x31525541, true);
  view.setBigUint64(8, BigInt(seq), true);
  return bytes;
}

const HELLO = { type: "hello", client_id: "a", station: "main", sample_rate: 44_100, seq: 0, context: {} };

function station() {
  const seen = [];
  const note = (name) => (what, code) => seen.push(code === undefined ? [name, what] : [name, what, code]);
  const handlers = {};
  for (const name of ["link", "hello", "update", "chunk", "error"]) {
    handlers[name] = note(name);
  }
  return {
    socket: new StationSocket("ws://here/ws", handlers),
    seen,
    links: () => seen.filter(([n]) => n === "link"),
  };
}

beforeEach(() => {
  FakeWebSocket.made = [];
  globalThis.WebSocket = FakeWebSocket;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
});

test("it asks for binary sound, and is open once the station says hello", () => {
  const { socket, seen } = station();
  socket.open();
  socket.open();
  assert.equal(FakeWebSocket.made.length, 1);
  const [line] = FakeWebSocket.made;
  assert.deepEqual(
    [line.url, line.protocol, line.binaryType],
    ["ws://here/ws", "auralis.pcm", "arraybuffer"],
  );
  assert.equal(socket.send({ type: "control", bpm: 60 }), false);
  line.hear(HELLO);
  assert.equal(socket.link, "open");
  assert.equal(socket.send({ type: "control", bpm: 60 }), true);
  assert.deepEqual(line.sent, [{ type: "control", bpm: 60 }]);
  line.hear(audio(41));
  assert.equal(socket.seq, 41);
  assert.deepEqual(
    seen.map(([name]) => name),
    ["link", "link", "hello", "chunk"],
  );
});

test("a lost line is found again, later each time, and resumes after the last chunk", () => {
  const { socket, links } = station();
  socket.open();
  FakeWebSocket.made[0].hear(HELLO);
  FakeWebSocket.made[0].hear(audio(7));
  FakeWebSocket.made[0].onclose({ code: 1006 });
  assert.deepEqual(links().at(-1), ["link", "waiting", 1006]);
  mock.timers.tick(500);
  assert.equal(FakeWebSocket.made[1].url, "ws://here/ws?after=7");
  FakeWebSocket.made[1].onclose({ code: 1006 });
  mock.timers.tick(499);
  assert.equal(FakeWebSocket.made.length, 2);
  mock.timers.tick(501);
  assert.equal(FakeWebSocket.made.length, 3);
});

test("a listener who asks is not kept waiting", () => {
  const { socket } = station();
  socket.open();
  FakeWebSocket.made[0].onclose({ code: 1013 });
  socket.open();
  assert.equal(FakeWebSocket.made.length, 2);
  mock.timers.tick(60_000);
  assert.ok(FakeWebSocket.made.length >= 2);
});

test("a station that does not exist is not asked again", () => {
  const { socket, links } = station();
  socket.open();
  FakeWebSocket.made[0].onclose({ code: 4404 });
  mock.timers.tick(60_000);
  assert.equal(FakeWebSocket.made.length, 1);
  assert.deepEqual(links().at(-1), ["link", "closed", 4404]);
});

test("a line that says nothing for long is dropped and made anew", () => {
  const { socket } = station();
  socket.open();
  FakeWebSocket.made[0].hear(HELLO);
  mock.timers.tick(10_000);
  assert.equal(FakeWebSocket.made[0].sent[0].type, "ping");
  mock.timers.tick(10_000);
  assert.ok(FakeWebSocket.made[0].closed);
  assert.equal(socket.link, "waiting");
});

test("a pong gives the round trip", () => {
  const { socket } = station();
  socket.open();
  const [line] = FakeWebSocket.made;
  line.hear(HELLO);
  mock.timers.tick(10_000);
  mock.timers.tick(80);
  line.hear({ type: "pong", client_time: line.sent[0].client_time });
  assert.equal(socket.roundTripMs, 80);
});

test("close is final, and nothing is heard from the old line", () => {
  const { socket } = station();
  socket.open();
  const [line] = FakeWebSocket.made;
  line.hear(HELLO);
  socket.close();
  assert.ok(line.closed);
  assert.equal(line.onmessage, null);
  mock.timers.tick(60_000);
  assert.equal(FakeWebSocket.made.length, 1);
});

test("broken messages are let pass", () => {
  const { socket, seen } = station();
  socket.open();
  FakeWebSocket.made[0].hear("{");
  FakeWebSocket.made[0].hear(new ArrayBuffer(3));
  assert.equal(seen.length, 1);
});

test("waits double up to 15 s, half of it by chance", () => {
  assert.deepEqual(
    [0, 1, 2].map((n) => waitBefore(n, 0)),
    [250, 500, 1000],
  );
  assert.equal(waitBefore(0, 1), 500);
  assert.equal(waitBefore(50, 1), 15_000);
});
