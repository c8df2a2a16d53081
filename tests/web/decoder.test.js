import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { OpusDecoder } from "../../src/auralis/web/sound/decoder.js";

const PACKET = 960;

/** A decoder whose sound tells which packet it came from; it answers when it is told to. */
class FakeDecoder {
  static made = [];
  static broken = false;
  state = "unconfigured";
  waiting = [];

  constructor({ output, error }) {
    this.output = output;
    this.error = error;
    FakeDecoder.made.push(this);
  }

  configure(config) {
    assert.deepEqual(config, { codec: "opus", sampleRate: 48_000, numberOfChannels: 2 });
    this.state = "configured";
  }

  decode({ timestamp, data }) {
    if (FakeDecoder.broken) {
      throw new Error("no");
    }
    this.waiting.push({ timestamp, value: data[0] / 100 });
  }

  close() {
    this.state = "closed";
  }

  answer(count = this.waiting.length) {
    for (const { timestamp, value } of this.waiting.splice(0, count)) {
      this.output({
        timestamp,
        numberOfFrames: PACKET,
        numberOfChannels: 2,
        copyTo: (plane, { planeIndex }) => plane.fill(planeIndex ? -value : value),
        close: () => {},
      });
    }
  }
}

globalThis.AudioDecoder = FakeDecoder;
globalThis.EncodedAudioChunk = class {
  constructor(init) {
    Object.assign(this, init);
  }
};

beforeEach(() => {
  FakeDecoder.made = [];
  FakeDecoder.broken = false;
});

function packets(value) {
  return Array.from({ length: 5 }, () => Uint8Array.of(value));
}

function deck() {
  const heard = [];
  const given = [];
  const decoder = new OpusDecoder(
    (seq, pcm) => heard.push({ seq, pcm }),
    () => given.push("up"),
  );
  return { decoder, heard, given };
}

test("five packets become a chunk of 4,800 frames, in the order in which they went in", () => {
  const { decoder, heard } = deck();
  decoder.push(7, packets(10));
  decoder.push(8, packets(20));
  FakeDecoder.made[0].answer();
  assert.deepEqual(
    heard.map(({ seq }) => seq),
    [7, 8],
  );
  assert.deepEqual([...heard[1].pcm.subarray(0, 2)], [Math.round(0.2 * 32_767), -Math.round(0.2 * 32_767)]);
  assert.equal(heard[0].pcm.length, 9_600);
  assert.ok(heard[0].pcm.every((x) => Math.abs(x) === 3_277));
});

test("half a chunk is not one", () => {
  const { decoder, heard } = deck();
  decoder.push(7, packets(10));
  FakeDecoder.made[0].answer(4);
  assert.equal(heard.length, 0);
});

test("what was inside at a reset never comes out", () => {
  const { decoder, heard } = deck();
  decoder.push(7, packets(10));
  decoder.reset();
  FakeDecoder.made[0].answer();
  decoder.push(20, packets(10));
  FakeDecoder.made[1].answer();
  assert.deepEqual(
    heard.map(({ seq }) => seq),
    [20],
  );
  assert.equal(FakeDecoder.made[0].state, "closed");
});

test("a decoder that fails is made anew; the third failure in a row is for good", () => {
  const { decoder, heard, given } = deck();
  decoder.push(1, packets(10));
  FakeDecoder.made[0].error(new Error("no"));
  decoder.push(2, packets(10));
  FakeDecoder.made[1].answer();
  assert.deepEqual(
    heard.map(({ seq }) => seq),
    [2],
  );
  FakeDecoder.broken = true;
  decoder.push(3, packets(10));
  decoder.push(4, packets(10));
  assert.deepEqual(given, []);
  decoder.push(5, packets(10));
  decoder.push(6, packets(10));
  assert.deepEqual(given, ["up"]);
});
