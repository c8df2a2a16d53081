import assert from "node:assert/strict";
import { test } from "node:test";
import { readChunk, readMessage } from "../../src/auralis/web/protocol.js";

/** A frame as the server sends it. */
function frame({ magic = "AUR1", flags = 0, seq = 0n, timestamp = 0, samples = [0, 0] } = {}) {
  const bytes = new ArrayBuffer(24 + samples.length * 2);
  const view = new DataView(bytes);
  for (let i = 0; i < 4; i++) {
    view.setUint8(i, magic.charCodeAt(i));
  }
  view.setUint32(4, flags, true);
  view.setBigUint64(8, seq, true);
  view.setFloat64(16, timestamp, true);
  for (let i = 0; i < samples.length; i++) {
    view.setInt16(24 + i * 2, samples[i], true);
  }
  return bytes;
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
  const chunk = readChunk(
    frame({ flags: 1, seq: 7_000_000_001n, timestamp: 12.5, samples: [1, -2, 32_767, -32_768] }),
  );
  assert.equal(chunk.seq, 7_000_000_001);
  assert.equal(chunk.silent, true);
  assert.equal(chunk.timestamp, 12.5);
  assert.deepEqual([...chunk.pcm], [1, -2, 32_767, -32_768]);
  assert.equal(readChunk(frame()).silent, false);
});

test("what is no frame of ours is refused", () => {
  assert.equal(readChunk(frame({ magic: "RIFF" })), null);
  assert.equal(readChunk(new ArrayBuffer(0)), null);
  assert.equal(readChunk(new ArrayBuffer(24)), null);
  assert.equal(readChunk(frame({ samples: [1, 2, 3] })), null);
});

test("messages that are whole are read", () => {
  assert.deepEqual(readMessage(JSON.stringify(UPDATE)), UPDATE);
  const hello = { type: "hello", client_id: "a", station: "main", sample_rate: 44_100, seq: 3, context: {} };
  assert.deepEqual(readMessage(JSON.stringify(hello)), hello);
  const { phrase_reason, motifs, notices, ...older } = UPDATE;
  assert.deepEqual(readMessage(JSON.stringify(older)), older);
  const error = { type: "error", code: "INVALID_CONTROL", message: "bpm: 900 is not allowed" };
  assert.deepEqual(readMessage(JSON.stringify(error)), error);
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
  ];
  for (const text of broken) {
    assert.equal(readMessage(text), null, text);
  }
});
