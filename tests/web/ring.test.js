import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameMap } from "../../src/auralis/web/sound/framemap.js";
import { FULL_SCALE, PcmRing, SEAM_FRAMES } from "../../src/auralis/web/sound/ring.js";

/** Interleaved frames whose value tells where they belong. */
function ramp(from, frames) {
  return Int16Array.from(
    { length: frames * 2 },
    (_, i) => (((from + (i >> 1)) * 37 * (i % 2 ? -1 : 1)) << 16) >> 16,
  );
}

function ringOf(frames) {
  return new PcmRing(new ArrayBuffer(PcmRing.bytes(frames)));
}

function read(ring, frames) {
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  const count = ring.read(left, right);
  const pcm = new Int16Array(frames * 2);
  for (let i = 0; i < frames; i++) {
    pcm[i * 2] = Math.round(left[i] * FULL_SCALE);
    pcm[i * 2 + 1] = Math.round(right[i] * FULL_SCALE);
  }
  return { count, pcm };
}

test("every 16-bit sample survives the way through float unchanged", () => {
  const ring = ringOf(65_536);
  const all = Int16Array.from({ length: 65_536 * 2 }, (_, i) => (i >> 1) - 32_768);
  assert.ok(ring.write(all, true));
  assert.deepEqual(read(ring, 65_536).pcm, all);
});

test("frames come out in order, across the end of the memory", () => {
  const ring = ringOf(1024);
  for (let at = 0; at < 10_000; at += 300) {
    assert.ok(ring.write(ramp(at, 300), true));
    assert.deepEqual(read(ring, 300), { count: 300, pcm: ramp(at, 300) });
  }
});

test("positions may pass 2³¹ without a hole", () => {
  const memory = new ArrayBuffer(PcmRing.bytes(1024));
  new Int32Array(memory, 0, 2).fill(0x7fff_fff0);
  const ring = new PcmRing(memory);
  assert.ok(ring.write(ramp(0, 512), true));
  assert.equal(ring.depth, 512);
  assert.deepEqual(read(ring, 512).pcm, ramp(0, 512));
  assert.ok(ring.written < 0);
});

test("a chunk that does not fit changes nothing", () => {
  const ring = ringOf(1024);
  assert.ok(ring.write(ramp(0, 1000), true));
  assert.equal(ring.write(ramp(1000, 100), true), false);
  assert.equal(ring.depth, 1000);
  assert.deepEqual(read(ring, 1000).pcm, ramp(0, 1000));
});

test("a short ring gives what it has, then silence", () => {
  const ring = ringOf(1024);
  ring.write(ramp(5, 3), true);
  const { count, pcm } = read(ring, 5);
  assert.equal(count, 3);
  assert.deepEqual([...pcm.slice(6)], [0, 0, 0, 0]);
});

test("a break is softened on both sides, and only there", () => {
  const ring = ringOf(4096);
  const loud = new Int16Array(1000 * 2).fill(20_000);
  ring.write(loud, true);
  ring.write(loud, false);
  const { pcm } = read(ring, 2000);
  const left = pcm.filter((_, i) => i % 2 === 0);
  assert.equal(left[999], 0);
  assert.equal(left[1000], 0);
  assert.equal(left[999 - SEAM_FRAMES], 20_000);
  assert.equal(left[1000 + SEAM_FRAMES], 20_000);
  for (let i = 1; i < 2000; i++) {
    assert.ok(Math.abs(left[i] - left[i - 1]) <= 50, `a step at ${i}`);
  }
});

test("the size must be a power of two", () => {
  assert.throws(() => PcmRing.bytes(1000), RangeError);
});

test("positions lead back to the station's frames, also after days", () => {
  const map = new FrameMap();
  assert.equal(map.at(0), null);
  map.begin(0, 4_410_000);
  map.begin(8820, 9_000_000);
  assert.equal(map.at(10), 4_410_010);
  assert.equal(map.at(8819), 4_418_819);
  assert.equal(map.at(8820), 9_000_000);
  let position = 8820;
  let frame = 9_000_000;
  for (let hour = 0; hour < 48; hour++) {
    position = (position + 44_100 * 3600) | 0;
    frame += 44_100 * 3600;
    assert.equal(map.at(position), frame);
  }
});
