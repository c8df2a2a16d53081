import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, mock, test } from "node:test";
import { Faults } from "../../src/auralis/web/health/faults.js";
import { CLOSINGS, ERRORS, responseTo, responseToClosing } from "../../src/auralis/web/health/responses.js";
import { lacking } from "../../src/auralis/web/health/support.js";
import { statusSentence } from "../../src/auralis/web/page/sentences.js";
import { SHARED } from "../../src/auralis/web/station/place.js";
import { Signal } from "../../src/auralis/web/station/signal.js";
import { say } from "../../src/auralis/web/words/words.js";

/** A session, a player and a speaker that remember what was done to them. */
function scene() {
  const done = [];
  const offers = [];
  const session = {
    link: "open",
    code: 0,
    mayChange: true,
    place: SHARED,
    visit: (place) => done.push(["visit", place]),
    reopen: () => done.push(["reopen"]),
    change: (settings) => done.push(["change", settings]),
  };
  for (const name of ["onLink", "onHello", "onNight", "onRefusal", "onChunk"]) {
    session[name] = new Signal();
  }
  const player = { state: "starting", wanted: true, context: null, onState: new Signal() };
  player.play = async () => done.push(["play"]);
  const speaker = {
    warn: (text) => done.push(["warn", text]),
    remark: (text) => done.push(["remark", text]),
    offer: (label, act) => offers.push({ label, act }),
  };
  const faults = new Faults(session, player, speaker);
  const become = (link, code = 0) => {
    Object.assign(session, { link, code });
    session.onLink.emit({ link, code });
  };
  return { faults, session, player, done, offers, become };
}

class FakeAudioContext {
  get audioWorklet() {
    return {};
  }
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  Object.assign(globalThis, {
    WebSocket: class {},
    AudioContext: FakeAudioContext,
    AudioWorkletNode: class {},
  });
  mock.method(globalThis, "addEventListener", () => {});
  online(true);
});

globalThis.addEventListener ??= () => {};

function online(onLine) {
  Object.defineProperty(globalThis, "navigator", {
    value: { onLine, languages: ["en"] },
    configurable: true,
  });
}

/** Let time pass as it does, and not in one leap. */
function pass(ms) {
  for (let passed = 0; passed < ms; passed += 1_000) {
    mock.timers.tick(1_000);
  }
}

test("nothing is said while all is well, nor when a line drops while sound is left", () => {
  const { faults, player, become } = scene();
  assert.equal(faults.sentence, null);
  player.state = "playing";
  become("waiting", 1006);
  assert.equal(faults.sentence, null);
});

test("a lost line is said once no sound is left, and can be tried at once", () => {
  const { faults, player, done, offers, become } = scene();
  const said = [];
  faults.onChange.on((sentence) => said.push(sentence?.text ?? null));
  become("waiting", 1006);
  assert.deepEqual(faults.sentence, { text: say("faults.lost"), tone: "warn" });
  assert.equal(offers.at(-1).label, say("faults.ways.again"));
  offers.at(-1).act();
  assert.deepEqual(done, [["reopen"]]);
  become("open");
  player.onState.emit("buffering");
  assert.equal(faults.sentence, null);
  assert.deepEqual(said, [say("faults.lost"), null]);
});

test("an offer is taken back when what it was for is over", () => {
  const { offers, become } = scene();
  become("waiting", 1006);
  become("open");
  assert.deepEqual(
    offers.map(({ label }) => label),
    [say("faults.ways.again"), ""],
  );
});

test("a device that is offline is told from a station that is gone", () => {
  const { faults, become } = scene();
  online(false);
  become("waiting", 1006);
  assert.equal(faults.sentence.text, say("faults.offline"));
  become("closed", 4404);
  assert.equal(faults.sentence.text, say("faults.unknown"));
});

test("each end of the line has its sentence; where it is final, another station is offered", () => {
  const { faults, session, done, offers, become } = scene();
  for (const { on, act, say: path, way } of CLOSINGS.slice(0, -1)) {
    const [closing, code] = on.split(" ");
    become("connecting");
    if (code) {
      session.onRefusal.emit({ type: "error", code, message: "why" });
    }
    become(act === "stop" ? "closed" : "waiting", Number(closing));
    assert.equal(faults.sentence.text, say(path));
    assert.equal(offers.at(-1).label, way ? say(`faults.ways.${way}`) : "");
  }
  offers.at(-1).act();
  assert.deepEqual(done, [["visit", SHARED]]);
});

test("errors are said as the table has it; a refused change is left to its control", () => {
  const { session, done } = scene();
  const tell = (code, more = {}) => session.onRefusal.emit({ type: "error", code, message: "why", ...more });
  tell("INVALID_CONTROL");
  tell("NOT_OWNER");
  tell("NOT_ALLOWED");
  tell("SERVER_OVERLOAD", { severity: "critical" });
  assert.deepEqual(done, []);
  tell("BUFFER_OVERRUN", { severity: "info", count: 12 });
  tell("BUFFER_UNDERRUN", { severity: "warning" });
  tell("SYNTHESIS_FAILED", { severity: "warning" });
  tell("SYNTHESIS_FAILED", { severity: "critical" });
  tell("FROM_THE_FUTURE");
  assert.deepEqual(done, [
    ["remark", say("faults.skipped", { seconds: 1.2 })],
    ["warn", say("faults.gap")],
    ["warn", say("faults.silence")],
    ["warn", say("faults.ended")],
    ["warn", say("faults.other", { message: "why" })],
  ]);
});

test("a station that sleeps is no fault; who may wakes it up", () => {
  const { faults, session, done, offers } = scene();
  session.onHello.emit({ asleep: true });
  assert.deepEqual(faults.sentence, { text: say("faults.asleep"), tone: "calm" });
  offers.at(-1).act();
  assert.deepEqual(done, [["change", { fade: 1, fade_s: 4 }]]);
  session.onChunk.emit({});
  assert.equal(faults.sentence, null);
  session.mayChange = false;
  session.onNight.emit({ asleep: true });
  assert.equal(faults.sentence.text, say("faults.asleep"));
  assert.equal(offers.length, 1);
});

test("sound that does not come is not waited for in silence", () => {
  const { faults, player, done, offers } = scene();
  player.state = "buffering";
  player.onState.emit("buffering");
  pass(12_000);
  assert.equal(faults.sentence, null);
  pass(4_000);
  assert.equal(faults.sentence.text, say("faults.stuck"));
  offers.at(-1).act();
  assert.deepEqual(done, [["reopen"]]);
  assert.equal(faults.sentence, null);
});

test("a browser that stops the sound is asked to go on, then the listener is", () => {
  const { faults, player, done, offers } = scene();
  const asked = mock.fn(async () => {});
  player.state = "playing";
  player.context = { state: "interrupted", resume: asked };
  mock.timers.tick(2_000);
  assert.equal(asked.mock.callCount(), 1);
  assert.equal(faults.sentence, null);
  mock.timers.tick(2_000);
  assert.equal(faults.sentence.text, say("faults.silenced"));
  offers.at(-1).act();
  assert.deepEqual(done, [["play"]]);
  player.context.state = "running";
  mock.timers.tick(2_000);
  assert.equal(faults.sentence, null);
});

test("a tap that lets no sound out is told; waiting for the tap is no fault", () => {
  const { faults, player, done, offers } = scene();
  player.context = { state: "suspended", resume: async () => done.push(["resume"]) };
  pass(10_000);
  assert.equal(faults.sentence, null);
  assert.deepEqual(done, []);
  navigator.userActivation = { hasBeenActive: true };
  pass(4_000);
  assert.deepEqual(faults.sentence, { text: say("faults.mute"), tone: "warn" });
  assert.equal(offers.at(-1).label, say("faults.ways.sound"));
  player.state = "playing";
  player.context.state = "running";
  mock.timers.tick(2_000);
  assert.equal(faults.sentence, null);
});

test("a line that slept with the machine is made anew, one that goes on is not", () => {
  const { session, done } = scene();
  const sleep = () => {
    mock.timers.setTime(Date.now() + 3_600_000);
    mock.timers.tick(2_000);
  };
  sleep();
  mock.timers.tick(2_000);
  assert.deepEqual(done, [["reopen"]]);
  sleep();
  session.onChunk.emit({});
  mock.timers.tick(2_000);
  assert.deepEqual(done, [["reopen"]]);
});

test("what a browser lacks is said before anything fails", () => {
  const whole = { WebSocket, AudioContext, AudioWorkletNode, isSecureContext: true };
  assert.equal(lacking(whole), null);
  const { WebSocket: socket, ...mute } = whole;
  assert.ok(socket);
  assert.equal(lacking(mute), "faults.noSocket");
  const { AudioWorkletNode: node, ...old } = whole;
  assert.ok(node);
  assert.equal(lacking(old), "faults.noSound");
  assert.equal(lacking({ ...whole, AudioContext: class {}, isSecureContext: false }), "faults.insecure");
  delete globalThis.AudioWorkletNode;
  const { faults, offers } = scene();
  assert.equal(faults.sentence.text, say("faults.noSound"));
  assert.equal(offers.at(-1).label, say("faults.ways.stream"));
});

test("the status is the trouble where there is one, and else how it goes", () => {
  const now = { link: "open", code: 0, player: "starting", paused: false };
  const text = (changed) => statusSentence({ ...now, ...changed }).text;
  const trouble = { text: "No.", tone: "warn" };
  assert.equal(text({}), say("player.press"));
  assert.equal(text({ trouble, player: "playing" }), "No.");
  assert.equal(text({ trouble: null, player: "playing", link: "waiting" }), say("player.live"));
  assert.equal(text({ player: "buffering" }), say("player.gathering"));
  assert.equal(text({ player: "silent", paused: true }), say("player.paused"));
  assert.equal(text({ link: "connecting" }), say("player.tuning"));
  assert.equal(text({ link: "waiting", code: 1006 }), say("faults.lost"));
});

test("what is not in the tables has their last row", () => {
  assert.equal(responseTo({ code: "X" }), ERRORS.at(-1));
  assert.equal(responseTo({ code: "BUFFER_UNDERRUN", severity: "warning" }).act, "gap");
  assert.equal(responseTo({ code: "SYNTHESIS_FAILED", severity: "critical" }).act, "later");
  assert.equal(responseToClosing(1006), CLOSINGS.at(-1));
});

/** What the docs call each act. */
const ACTS = {
  continue: "continues",
  gap: "expects a gap",
  catchUp: "catches up",
  later: "retries later",
  stop: "stops",
};

/** A table of the docs, as the code has it. */
function documented(title, table) {
  const rows = table.map(({ on, act, say: path, way }) => {
    const name = /^[A-Z0-9_]+/.test(on) ? on.replace(/^\S+/, "`$&`") : on;
    return `| ${name} | ${path ? say(path) : ""} | ${way ? say(`faults.ways.${way}`) : ""} | ${ACTS[act]} |`;
  });
  return [`| ${title} | the page says | and offers | the player |`, "|---|---|---|---|", ...rows].join("\n");
}

test("docs/player.md shows these very tables", () => {
  const docs = readFileSync(new URL("../../docs/player.md", import.meta.url), "utf8");
  for (const table of [documented("error", ERRORS), documented("close", CLOSINGS)]) {
    assert.ok(docs.includes(table), `docs/player.md lacks\n${table}`);
  }
});
