import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Pending } from "../../src/auralis/web/pending.js";
import { refusalSentence, statusSentence } from "../../src/auralis/web/texts.js";
import { Throttle } from "../../src/auralis/web/throttle.js";

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
  assert.ok(pending.has("bpm"));
  assert.ok(!pending.has("intensity"));
  pending.confirm({ bpm: 72 }, 200);
  assert.ok(!pending.has("bpm"));
});

test("what is refused, or overtaken by another listener, is not waited for", () => {
  const pending = new Pending();
  pending.ask({ bpm: 72, mode: "lydian", key: 60 }, 0);
  pending.forget("bpm");
  assert.ok(!pending.has("bpm") && pending.has("mode"));
  pending.confirm({ mode: "dorian", key: 62 }, 60_000);
  assert.ok(!pending.has("mode") && !pending.has("key"));
  pending.ask({ bpm: 72 }, 0);
  pending.forget();
  assert.ok(!pending.has("bpm"));
});

test("the status says what matters most", () => {
  const calm = { link: "open", code: 0, player: "playing", paused: false };
  assert.equal(statusSentence(calm).text, "Playing live");
  assert.equal(statusSentence({ ...calm, link: "waiting", code: 1006 }).tone, "calm");
  assert.equal(statusSentence({ ...calm, link: "waiting", code: 1006, player: "buffering" }).tone, "warn");
  assert.match(statusSentence({ ...calm, link: "waiting", code: 1013, player: "buffering" }).text, /full/);
  assert.match(statusSentence({ ...calm, player: "silent", paused: true }).text, /Paused/);
  assert.match(statusSentence({ ...calm, player: "starting" }).text, /Press Play/);
});

test("a refusal is a sentence that names the field and what is allowed", () => {
  const refusal = {
    type: "error",
    code: "INVALID_CONTROL",
    message: "x",
    field: "bpm",
    allowed: "40 to 200",
  };
  assert.equal(refusalSentence(refusal), "The tempo stays as it was; allowed: 40 to 200.");
  assert.equal(refusalSentence({ type: "error", code: "SERVER_OVERLOAD", message: "Full." }), "Full.");
});
