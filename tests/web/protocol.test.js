import assert from "node:assert/strict";
import { test } from "node:test";
import { OPUS, PCM, readChunk, readMessage } from "../../src/auralis/web/station/protocol.js";
import { audio, HELLO, opus } from "./sockets.js";

/** The payload of a frame of PCM. */
function pcm(...samples) {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

const UPDATE = {
  type: "generation_update",
  frame: 0,
  frames: 1_411_200,
  bpm: 60,
  context: { key: "D dorian" },
  chords: [{ frame: 0, frames: 705_600, symbol: "Dm", roman: "i", pitch_classes: [2, 5, 9] }],
  notes: [{ frame: 0, frames: 44_100, layer: "piano", voice: "lead", pitch: 69, velocity: 60 }],
  phrase_reason: "Motif A as it is. The idea is new in this section.",
  motifs: [{ frame: 0, frames: 44_100, motif: "A", variant: "stated" }],
  notices: ["#iv is not in D dorian and is left out."],
};

test("a binary frame carries its number, its flags, its time and its samples", () => {
  const payload = pcm(1, -2, 32_767, -32_768);
  const chunk = readChunk(audio(7_000_000_001, { flags: 1, timestamp: 12.5, payload }), PCM);
  assert.equal(chunk.seq, 7_000_000_001);
  assert.equal(chunk.silent, true);
  assert.equal(chunk.timestamp, 12.5);
  assert.deepEqual([...chunk.pcm], [1, -2, 32_767, -32_768]);
  assert.equal(readChunk(audio(0), PCM).silent, false);
});

test("a frame of Opus carries packets, each as long as it says", () => {
  const long = Array.from({ length: 300 }, (_, i) => i & 255);
  const chunk = readChunk(audio(12, { flags: 0, payload: opus([1], long, [2, 3]) }), OPUS);
  assert.equal(chunk.seq, 12);
  assert.equal(chunk.pcm, undefined);
  assert.deepEqual(
    chunk.packets.map((packet) => [...packet]),
    [[1], long, [2, 3]],
  );
});

test("what is no frame of ours is refused", () => {
  assert.equal(readChunk(audio(0, { magic: "RIFF" }), PCM), null);
  assert.equal(readChunk(new ArrayBuffer(0), PCM), null);
  assert.equal(readChunk(new ArrayBuffer(24), PCM), null);
  assert.equal(readChunk(audio(0, { payload: pcm(1, 2, 3) }), PCM), null);
});

test("packets that do not fill their frame are refused", () => {
  const whole = opus([1, 2, 3], [4]);
  for (const payload of [
    whole.slice(0, -1),
    Uint8Array.from([...whole, 0]),
    opus([1], []),
    Uint8Array.of(9),
  ]) {
    assert.equal(readChunk(audio(0, { payload }), OPUS), null, String(payload));
  }
});

test("messages that are whole are read", () => {
  assert.deepEqual(readMessage(JSON.stringify(UPDATE)), UPDATE);
  assert.deepEqual(readMessage(JSON.stringify(HELLO)), HELLO);
  const { phrase_reason, motifs, notices, ...older } = UPDATE;
  assert.deepEqual(readMessage(JSON.stringify(older)), older);
  const error = { type: "error", code: "INVALID_CONTROL", message: "bpm: 900 is not allowed" };
  assert.deepEqual(readMessage(JSON.stringify(error)), error);
  const sleep = {
    silent_at: "2026-11-21T22:30:00Z",
    fade_at: "2026-11-21T22:20:00Z",
    fade_s: 600,
    fading: false,
  };
  const night = { type: "night", station: "main", asleep: false, sleep, wake: null };
  assert.deepEqual(readMessage(JSON.stringify(night)), night);
});

test("messages that are broken or unknown are nothing", () => {
  const broken = [
    "",
    "{",
    "null",
    "[]",
    '"hello"',
    '{"type":"toString"}',
    '{"type":"future"}',
    '{"type":"hello","seq":0}',
    JSON.stringify({ ...UPDATE, bpm: "fast" }),
    JSON.stringify({ ...UPDATE, frame: -1 }),
    JSON.stringify({ ...UPDATE, notes: [{ ...UPDATE.notes[0], pitch: null }] }),
    JSON.stringify({ ...UPDATE, chords: [3] }),
    JSON.stringify({ ...UPDATE, phrase_reason: null }),
    JSON.stringify({ ...UPDATE, motifs: [{ ...UPDATE.motifs[0], motif: 1 }] }),
    JSON.stringify({ ...UPDATE, notices: "one" }),
    JSON.stringify({ ...UPDATE, notices: [{}] }),
    '{"type":"night","asleep":true,"sleep":null}',
    '{"type":"night","asleep":true,"sleep":null,"wake":7}',
    '{"type":"status","buffer_depth_ms":"deep","active_clients":1,"synthesis_latency_ms":1}',
  ];
  for (const text of broken) {
    assert.equal(readMessage(text), null, text);
  }
});
