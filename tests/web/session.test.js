import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Session } from "../../src/auralis/web/station/session.js";
import { audio, FakeWebSocket, HELLO } from "./sockets.js";

const NIGHT = { type: "night", station: "main", asleep: false, sleep: null, wake: null };
const UPDATE = { type: "generation_update", frame: 0, frames: 1, bpm: 60, chords: [], notes: [] };

function visit() {
  const session = new Session("ws://here", () => ["auralis.pcm"]);
  const seen = [];
  for (const name of [
    "Link",
    "Hello",
    "Update",
    "Context",
    "Asked",
    "Chunk",
    "Refusal",
    "Night",
    "Status",
    "Visit",
  ]) {
    session[`on${name}`].on((value) => seen.push([name, value]));
  }
  return { session, seen, names: () => seen.map(([name]) => name) };
}

beforeEach(() => {
  FakeWebSocket.made = [];
  globalThis.WebSocket = FakeWebSocket;
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
});

test("a visit begins at the shared station, and everything said is passed on", () => {
  const { session, seen, names } = visit();
  session.open();
  assert.equal(FakeWebSocket.last.url, "ws://here/ws/main");
  const line = FakeWebSocket.last;
  line.hear({ ...HELLO, context: { key: "D dorian", bpm: 60 } });
  line.hear({ ...UPDATE, context: { bpm: 72 } });
  line.hear(NIGHT);
  line.hear(audio(5));
  line.hear({ type: "error", code: "BUFFER_UNDERRUN", message: "late" });
  line.hear({ type: "status", buffer_depth_ms: 200, active_clients: 1, synthesis_latency_ms: 1 });
  assert.deepEqual(names(), [
    ...["Link", "Link", "Hello", "Context", "Update", "Context"],
    ...["Night", "Chunk", "Refusal", "Status"],
  ]);
  assert.deepEqual(session.context, { key: "D dorian", bpm: 72 });
  assert.equal(session.seq, 5);
  assert.equal(session.hello.station, "main");
  assert.deepEqual(seen[1], ["Link", { link: "open", code: 0 }]);
});

test("changes go out in one message an interval, the last of each setting", () => {
  const { session, names } = visit();
  session.open();
  const line = FakeWebSocket.last;
  line.hear(HELLO);
  session.change({ bpm: 50 });
  session.change({ bpm: 51 });
  session.change({ bpm: 52, intensity: 0.4 });
  assert.deepEqual(line.sent, [{ type: "control", bpm: 50 }]);
  mock.timers.tick(100);
  assert.deepEqual(line.sent[1], { type: "control", bpm: 52, intensity: 0.4 });
  assert.equal(names().filter((name) => name === "Asked").length, 3);
});

test("what could not be sent is sent with the next greeting, once", () => {
  const { session } = visit();
  session.open();
  session.change({ bpm: 50 });
  mock.timers.tick(200);
  session.change({ key: "A minor" });
  FakeWebSocket.last.hear(HELLO);
  const control = { type: "control", bpm: 50, key: "A minor" };
  assert.deepEqual(FakeWebSocket.last.sent, [control]);
  session.reopen();
  FakeWebSocket.last.hear(HELLO);
  assert.deepEqual(FakeWebSocket.last.sent, []);
});

test("a station that was opened is the listener's own, and is come back to", () => {
  const { session, names } = visit();
  session.open();
  FakeWebSocket.last.hear(HELLO);
  FakeWebSocket.last.hear(audio(9));
  session.change({ bpm: 50 });
  session.visit({ station: "", wish: { preset: "sleep" } });
  assert.equal(session.hello, null);
  assert.equal(FakeWebSocket.last.url, "ws://here/ws/new?preset=sleep");
  const own = { ...HELLO, station: "3f9a", kind: "personal", owner_token: "secret" };
  FakeWebSocket.last.hear(own);
  assert.deepEqual(session.place, { station: "3f9a", token: "secret" });
  assert.equal(session.mayChange, true);
  FakeWebSocket.last.hear(audio(3));
  FakeWebSocket.last.onclose({ code: 1006 });
  mock.timers.tick(500);
  assert.equal(FakeWebSocket.last.url, "ws://here/ws/3f9a?token=secret&after=3");
  assert.ok(names().includes("Visit"));
});

test("another's station may be heard and not changed", () => {
  const { session } = visit();
  session.visit({ station: "3f9a" });
  FakeWebSocket.last.hear({ ...HELLO, station: "3f9a", kind: "personal" });
  assert.equal(session.mayChange, false);
  session.visit({ station: "main" });
  assert.equal(session.mayChange, true);
});

test("what was meant for one station is not sent to another", () => {
  const { session } = visit();
  session.open();
  session.change({ bpm: 50 });
  session.visit({ station: "sleep" });
  FakeWebSocket.last.hear(HELLO);
  assert.deepEqual(FakeWebSocket.last.sent, []);
});

test("nothing is heard from the old line after a visit", () => {
  const { session, seen } = visit();
  session.open();
  const old = FakeWebSocket.last;
  old.hear(HELLO);
  session.visit({ station: "sleep" });
  assert.equal(old.closed, true);
  assert.equal(old.onmessage, null);
  assert.equal(session.seq, null);
  assert.equal(seen.at(-1)[1].link, "connecting");
});

test("the code of the last close is kept until the line is tried again", () => {
  const { session } = visit();
  session.open();
  FakeWebSocket.last.onclose({ code: 1013 });
  assert.deepEqual([session.link, session.code], ["waiting", 1013]);
  session.open();
  assert.deepEqual([session.link, session.code], ["connecting", 0]);
  session.close();
  assert.equal(session.link, "closed");
});

test("what was turned just before a visit is not the next station's affair", () => {
  const { session } = visit();
  session.open();
  FakeWebSocket.last.hear(HELLO);
  session.change({ bpm: 61 });
  session.change({ bpm: 62 });
  session.visit({ station: "3f9a" });
  const line = FakeWebSocket.last;
  line.hear({ ...HELLO, station: "3f9a" });
  mock.timers.tick(1_000);
  assert.deepEqual(line.sent, []);
});
