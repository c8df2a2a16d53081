import assert from "node:assert/strict";
import { test } from "node:test";
import { JitterBuffer, usualTiming } from "../../src/auralis/web/jitter.js";
import { PcmRing } from "../../src/auralis/web/ring.js";
import { tierOf } from "../../src/auralis/web/tiers.js";

const RATE = 44_100;
const CHUNK = 4410;
const BLOCK = 128;
const LOUD = 16_000;

/** A ring and its reader, with a pen that writes chunks of a constant and a head that collects what comes out. */
function deck() {
  const ring = new PcmRing(new ArrayBuffer(PcmRing.bytes(1 << 18)));
  const buffer = new JitterBuffer(ring, usualTiming(RATE));
  const heard = [];
  return {
    ring,
    buffer,
    heard,
    write(chunks, level = LOUD) {
      for (let i = 0; i < chunks; i++) {
        assert.ok(ring.write(new Int16Array(CHUNK * 2).fill(level), true));
      }
    },
    listen(frames) {
      for (let i = 0; i < frames; i += BLOCK) {
        const left = new Float32Array(BLOCK);
        buffer.fill(left, new Float32Array(BLOCK));
        heard.push(...left);
      }
    },
  };
}

/** The greatest step between two frames, relative to a constant signal at full level. */
function roughest(heard) {
  let worst = 0;
  for (let i = 1; i < heard.length; i++) {
    worst = Math.max(worst, Math.abs(heard[i] - heard[i - 1]));
  }
  return worst / (LOUD / 32_767);
}

test("nothing sounds before 400 ms are there; then it fades in and becomes exact", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(3);
  d.listen(CHUNK);
  assert.equal(d.buffer.phase, "filling");
  assert.ok(d.heard.every((x) => x === 0));
  d.write(1);
  d.listen(CHUNK);
  assert.equal(d.buffer.phase, "playing");
  const after = d.heard.slice(CHUNK + BLOCK + RATE * 0.075);
  assert.ok(after.length > 500);
  assert.ok(after.every((x) => Math.round(x * 32_767) === LOUD));
  assert.ok(roughest(d.heard) < 0.001);
});

test("a slow network costs one counted underrun, a fade out and a fade in, and no click", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(4);
  d.listen(CHUNK * 6);
  assert.equal(d.buffer.phase, "filling");
  assert.equal(d.buffer.underruns, 1);
  d.write(4);
  d.listen(CHUNK);
  assert.equal(d.buffer.phase, "filling", "after an underrun it waits for more");
  d.write(1);
  d.listen(CHUNK * 2);
  assert.equal(d.buffer.phase, "playing");
  assert.equal(d.buffer.underruns, 1);
  assert.ok(roughest(d.heard) < 0.01);
  assert.equal(Math.round(d.heard.at(-1) * 32_767), LOUD);
});

test("a chunk in the last moment turns the fade round", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(4);
  d.listen(CHUNK * 4 - 400);
  d.write(5);
  d.listen(CHUNK * 2);
  assert.equal(d.buffer.phase, "playing");
  assert.equal(d.buffer.underruns, 1);
  assert.ok(roughest(d.heard) < 0.01);
});

test("a pause fades out and keeps the rest; play begins where it is told", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(4);
  d.listen(CHUNK);
  d.buffer.stop();
  d.listen(CHUNK * 2);
  assert.equal(d.buffer.phase, "stopped");
  assert.equal(d.buffer.underruns, 0);
  assert.equal(d.heard.at(-1), 0);
  const from = d.ring.written;
  d.write(4, -LOUD);
  d.buffer.play(from);
  d.listen(CHUNK * 2);
  assert.equal(Math.round(d.heard.at(-1) * 32_767), -LOUD);
  assert.ok(roughest(d.heard) < 0.01);
});

test("play in the middle of a sound fades it out first", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(4);
  d.listen(CHUNK);
  d.buffer.stop();
  d.buffer.play(d.ring.written);
  d.write(4, -LOUD);
  d.listen(CHUNK * 2.5);
  assert.equal(Math.round(d.heard.at(-1) * 32_767), -LOUD);
  assert.ok(roughest(d.heard) < 0.01);
});

test("stop while filling stops at once", () => {
  const d = deck();
  d.buffer.play(0);
  d.buffer.stop();
  assert.equal(d.buffer.phase, "stopped");
});

test("what lies unused for ten seconds is lateness: one leap to the present", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(12);
  for (let second = 0; second < 11; second++) {
    d.listen(RATE);
    d.write(10);
  }
  assert.equal(d.buffer.leaps, 0);
  d.write(8);
  for (let second = 0; second < 22; second++) {
    d.listen(RATE);
    d.write(10);
  }
  assert.equal(d.buffer.leaps, 1);
  assert.equal(d.buffer.underruns, 0);
  assert.ok(d.ring.depth < RATE * 1.6);
  assert.ok(roughest(d.heard) < 0.01);
});

test("the peak is the depth just after a chunk came in", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(4);
  d.listen(CHUNK);
  assert.equal(d.buffer.takePeak(), CHUNK * 4);
  assert.equal(d.buffer.takePeak(), d.ring.depth);
});

test("depths have the names that the server knows", () => {
  const names = [0, 0.4, 1, 2, 2.4, 3, 4, 5, 12].map(tierOf);
  assert.deepEqual(names, [
    "emergency",
    "emergency",
    "low",
    "low",
    "low",
    "healthy",
    "healthy",
    "full",
    "full",
  ]);
});
