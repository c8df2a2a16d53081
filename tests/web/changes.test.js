import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { frameOf, Pending } from "../../src/auralis/web/controls/pending.js";
import { ControlState } from "../../src/auralis/web/controls/state.js";
import { Turning } from "../../src/auralis/web/controls/turning.js";
import { Signal } from "../../src/auralis/web/station/signal.js";
import { Throttle } from "../../src/auralis/web/station/throttle.js";
import { storageWith } from "./storage.js";

const RATE = 44_100;
const CONTEXT = { preset: "focus", key: "D dorian", key_held: false, bpm: 60, intensity: 0.5, wander: 0.5 };

/** A session that is told what a station would say. */
class Visit {
  onVisit = new Signal();
  onHello = new Signal();
  onUpdate = new Signal();
  onContext = new Signal();
  onChunk = new Signal();
  asked = [];
  mayChange = true;
  hello = null;
  context = {};

  change(settings) {
    this.asked.push(settings);
  }

  greet(context = CONTEXT) {
    this.hello = { seq: 0, sample_rate: RATE };
    this.onHello.emit(this.hello);
    this.say(context);
  }

  announce(changes) {
    this.onUpdate.emit({ changes });
    this.say(Object.assign({}, ...changes.map(({ set }) => set)));
  }

  say(context) {
    this.context = { ...this.context, ...context };
    this.onContext.emit(this.context);
  }

  hear(seconds) {
    this.onChunk.emit({ seq: seconds * 10 - 1 });
  }
}

function turningAt(visit, { storage = storageWith(), audible = () => null } = {}) {
  return new Turning(visit, new ControlState(storage), audible);
}

test("a drag becomes few messages, and the last value is always sent", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  const throttle = new Throttle((settings) => sent.push(settings), 100);
  for (let bpm = 60; bpm <= 100; bpm++) {
    throttle.push({ bpm });
    mock.timers.tick(10);
  }
  mock.timers.tick(100);
  mock.timers.tick(100);
  assert.ok(sent.length <= 6);
  assert.deepEqual(sent[0], { bpm: 60 });
  assert.deepEqual(sent.at(-1), { bpm: 100 });
  throttle.push({ mode: "dorian" });
  assert.deepEqual(sent.at(-1), { mode: "dorian" });
  throttle.push({ bpm: 61 });
  throttle.push({ intensity: 0.2 });
  mock.timers.tick(100);
  assert.deepEqual(sent.at(-1), { bpm: 61, intensity: 0.2 });
  mock.timers.reset();
});

test("what was asked is pending until the station has it", () => {
  const pending = new Pending();
  pending.ask({ bpm: 72, intensity: 0.3 }, 0);
  pending.confirm({ bpm: 60, intensity: 0.1 + 0.2 }, 100);
  assert.deepEqual(pending.asked, { bpm: 72 });
  pending.confirm({ bpm: 72 }, 200);
  assert.ok(pending.isEmpty);
});

test("what is refused, or overtaken by another listener, is not waited for", () => {
  const pending = new Pending();
  pending.ask({ bpm: 72, mode: "lydian", key: 60 }, 0);
  pending.forget("bpm");
  assert.ok(!pending.has("bpm") && pending.has("mode"));
  pending.confirm({ mode: "dorian", key: 62 }, 60_000);
  assert.ok(!pending.has("mode") && !pending.has("key"));
  pending.ask({ bpm: 72 }, 0);
  pending.expect("bpm", 100);
  pending.forget();
  assert.ok(pending.isEmpty);
});

test("what the station has agreed to is pending until its frame is heard", () => {
  const pending = new Pending();
  pending.expect("bpm", 1000);
  pending.expect("key", 2000);
  assert.deepEqual(pending.reach(999), []);
  assert.deepEqual(pending.reach(1000), ["bpm"]);
  assert.ok(!pending.has("bpm") && pending.has("key"));
});

test("a field's frame is that of its own change, else of what brought it", () => {
  const changes = [
    { frame: 10, set: { intensity: 0.2 } },
    { frame: 20, set: { preset: "sleep" } },
    { frame: 30, set: { key: "A minor" } },
  ];
  assert.equal(frameOf("intensity", changes), 10);
  assert.equal(frameOf("mode", changes), 30);
  assert.equal(frameOf("bpm", changes.slice(0, 2)), 20);
  assert.equal(frameOf("bpm", changes.slice(0, 1)), 10);
  assert.equal(frameOf("bpm", []), null);
});

test("a change is shown at once, sounds from its frame on, and says what it waits for until then", () => {
  const visit = new Visit();
  const turning = turningAt(visit);
  visit.greet();
  turning.ask({ bpm: 72 });
  assert.deepEqual(visit.asked, [{ bpm: 72 }]);
  assert.equal(turning.shown.bpm, 72);
  assert.equal(turning.heard.bpm, 60);
  assert.equal(turning.waitsFor("bpm"), "bar");
  visit.announce([{ frame: 4 * RATE, set: { bpm: 72 } }]);
  visit.hear(3.9);
  assert.equal(turning.heard.bpm, 60);
  assert.equal(turning.waitsFor("bpm"), "bar");
  visit.hear(4);
  assert.equal(turning.heard.bpm, 72);
  assert.equal(turning.waitsFor("bpm"), "");
});

test("what is audible here decides, not what has arrived", () => {
  let audible = 0;
  const visit = new Visit();
  const turning = turningAt(visit, { audible: () => audible });
  visit.greet();
  turning.ask({ intensity: 0.8 });
  visit.announce([{ frame: RATE, set: { intensity: 0.8 } }]);
  visit.hear(1.2);
  assert.equal(turning.waitsFor("intensity"), "beat");
  audible = RATE;
  visit.hear(1.3);
  assert.equal(turning.waitsFor("intensity"), "");
});

test("a preset brings its settings at its bar, and leaves a key that is held", () => {
  const visit = new Visit();
  const turning = turningAt(visit);
  visit.greet();
  turning.ask({ preset: "sleep" });
  assert.deepEqual(visit.asked, [{ preset: "sleep" }]);
  assert.equal(turning.shown.bpm, 40);
  assert.equal(turning.shown.key, 64);
  assert.equal(turning.waitsFor("intensity"), "bar");
  turning.ask({ key: 57 });
  assert.deepEqual(visit.asked.at(-1), { key: 57, mode: "phrygian" });
  assert.equal(turning.shown.wander, 0);
  assert.equal(turning.shown.key_held, true);
  turning.ask({ preset: "bright" });
  assert.equal(turning.shown.key, 57);
  assert.equal(turning.shown.mode, "lydian");
});

test("a refusal puts its field back and leaves the others on their way", () => {
  const visit = new Visit();
  const turning = turningAt(visit);
  visit.greet();
  turning.ask({ bpm: 72, intensity: 0.7 });
  turning.refuse("bpm");
  assert.equal(turning.shown.bpm, 60);
  assert.equal(turning.shown.intensity, 0.7);
  turning.refuse();
  assert.equal(turning.shown.intensity, 0.5);
});

test("other listeners' changes are shown and are not this listener's last settings", () => {
  const visit = new Visit();
  const storage = storageWith();
  const turning = turningAt(visit, { storage });
  visit.greet();
  visit.announce([{ frame: 0, set: { bpm: 90 } }]);
  assert.equal(turning.shown.bpm, 90);
  assert.equal(turning.kept, null);
  turning.ask({ space: 0.9 });
  assert.equal(storage.getItem("auralis_bpm"), "90");
  assert.equal(turning.kept.space, 0.9);
});

test("on somebody else's station nothing is asked", () => {
  const visit = new Visit();
  visit.mayChange = false;
  const turning = turningAt(visit);
  visit.greet();
  turning.ask({ bpm: 72 });
  assert.deepEqual(visit.asked, []);
  assert.equal(turning.shown.bpm, 60);
});

test("a greeting says what is in force; nothing of before is on its way", () => {
  const visit = new Visit();
  const turning = turningAt(visit);
  visit.greet();
  turning.ask({ bpm: 72 });
  visit.announce([{ frame: 1000 * RATE, set: { bpm: 72 } }]);
  visit.greet({ ...CONTEXT, bpm: 72 });
  assert.equal(turning.heard.bpm, 72);
  assert.equal(turning.waitsFor("bpm"), "");
});

test("an update with nonsense for changes is an update without", () => {
  const visit = new Visit();
  const turning = turningAt(visit);
  visit.greet();
  for (const changes of [null, 7, [null], [{ frame: "soon" }]]) {
    visit.onUpdate.emit({ changes });
    visit.say({ bpm: 70 + (Array.isArray(changes) ? changes.length : 0) });
  }
  assert.equal(turning.heard.bpm, turning.shown.bpm);
});
