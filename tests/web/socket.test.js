import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { StationSocket, waitBefore } from "../../src/auralis/web/station/socket.js";
import { audio, FakeWebSocket, HELLO, opus } from "./sockets.js";

function station(forms = ["auralis.pcm"]) {
  const seen = [];
  const note = (name) => (what, code) => seen.push(code === undefined ? [name, what] : [name, what, code]);
  const handlers = {};
  for (const name of ["link", "hello", "update", "chunk", "error", "night", "status"]) {
    handlers[name] = note(name);
  }
  return {
    socket: new StationSocket(
      (after) => (after === null ? "ws://here/ws" : `ws://here/ws?after=${after}`),
      () => forms,
      handlers,
    ),
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

test("it offers the forms it was given, and is open once the station says hello", () => {
  const { socket, seen } = station();
  socket.open();
  socket.open();
  assert.equal(FakeWebSocket.made.length, 1);
  const [line] = FakeWebSocket.made;
  assert.deepEqual([line.url, line.forms, line.binaryType], ["ws://here/ws", ["auralis.pcm"], "arraybuffer"]);
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

test("sound is read in the form that the server chose", () => {
  const { socket, seen } = station(["auralis.opus", "auralis.pcm"]);
  socket.open();
  const [line] = FakeWebSocket.made;
  line.hear(HELLO);
  line.hear(audio(3, { payload: opus([1, 2], [3]) }));
  assert.deepEqual(
    seen.at(-1)[1].packets.map((packet) => [...packet]),
    [[1, 2], [3]],
  );
  line.protocol = "auralis.pcm";
  line.hear(audio(4));
  assert.equal(seen.at(-1)[1].pcm.length, 2);
});

test("a chosen form holds for the next connection", () => {
  const forms = ["auralis.opus"];
  const { socket } = station(forms);
  socket.open();
  forms[0] = "auralis.pcm";
  socket.close();
  socket.open();
  assert.deepEqual(FakeWebSocket.last.forms, ["auralis.pcm"]);
});

test("what belongs to another station is not resumed", () => {
  const { socket } = station();
  socket.open();
  FakeWebSocket.last.hear(HELLO);
  FakeWebSocket.last.hear(audio(7));
  socket.close();
  socket.forget();
  socket.open();
  assert.equal(FakeWebSocket.last.url, "ws://here/ws");
  assert.equal(socket.roundTripMs, null);
});

test("a plan of the night and a status are passed on", () => {
  const { socket, seen } = station();
  socket.open();
  const [line] = FakeWebSocket.made;
  line.hear({ type: "night", station: "main", asleep: true, sleep: null, wake: null });
  line.hear({ type: "status", buffer_depth_ms: 200, active_clients: 3, synthesis_latency_ms: 1 });
  assert.deepEqual(
    seen.slice(-2).map(([name]) => name),
    ["night", "status"],
  );
});

test("a browser without sockets is left in peace", () => {
  delete globalThis.WebSocket;
  const { socket } = station();
  socket.open();
  assert.equal(socket.link, "closed");
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

test("a station that does not exist, or cannot, is not asked again", () => {
  const { socket, links } = station();
  for (const [n, code] of [4404, 4400].entries()) {
    socket.open();
    FakeWebSocket.last.onclose({ code });
    mock.timers.tick(60_000);
    assert.equal(FakeWebSocket.made.length, n + 1);
    assert.deepEqual(links().at(-1), ["link", "closed", code]);
  }
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
