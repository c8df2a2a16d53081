import assert from "node:assert/strict";
import { test } from "node:test";
import { JitterBuffer } from "../../src/auralis/web/sound/jitter.js";
import { PcmRing } from "../../src/auralis/web/sound/ring.js";
import { tierOf } from "../../src/auralis/web/sound/tiers.js";

const RATE = 44_100;
const CHUNK = 4410;
const BLOCK = 128;
const LOUD = 16_000;

/** A ring and its reader, with a pen that writes chunks of a constant and a head that collects what comes out. */
function deck() {
  const ring = new PcmRing(new ArrayBuffer(PcmRing.bytes(1 << 18)));
  const buffer = new JitterBuffer(ring, RATE);
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

test("nothing sounds before 300 ms are there; then it fades in and becomes exact", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(2);
  d.listen(CHUNK);
  assert.equal(d.buffer.phase, "filling");
  assert.ok(d.heard.every((x) => x === 0));
  d.write(1);
  d.listen(CHUNK);
  assert.equal(d.buffer.phase, "playing");
  const after = d.heard.slice(CHUNK + 2 * BLOCK + RATE * 0.075);
  assert.ok(after.length > 500);
  assert.ok(after.every((x) => Math.round(x * 32_767) === LOUD));
  assert.ok(roughest(d.heard) < 0.03);
});

test("a slow network costs one counted underrun, a fade out and a fade in, and no click", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(3);
  d.listen(CHUNK * 5);
  assert.equal(d.buffer.phase, "filling");
  assert.equal(d.buffer.underruns, 1);
  d.write(4);
  d.listen(CHUNK);
  assert.equal(d.buffer.phase, "filling", "after an underrun it waits for more");
  d.write(1);
  d.listen(CHUNK * 2);
  assert.equal(d.buffer.phase, "playing");
  assert.equal(d.buffer.underruns, 1);
  assert.ok(roughest(d.heard) < 0.03);
  assert.equal(Math.round(d.heard.at(-1) * 32_767), LOUD);
});

test("a chunk in the last moment turns the fade round", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(3);
  d.listen(CHUNK * 3 - 700);
  d.write(5);
  d.listen(CHUNK * 2);
  assert.equal(d.buffer.phase, "playing");
  assert.equal(d.buffer.underruns, 1);
  assert.ok(roughest(d.heard) < 0.01);
});

test("it may be told to begin at a place that is still to come, and with less", () => {
  const d = deck();
  d.buffer.play(CHUNK * 5, CHUNK * 1.9);
  d.write(6);
  d.listen(BLOCK);
  assert.equal(d.buffer.phase, "filling");
  d.write(1, -LOUD);
  d.listen(CHUNK * 0.5);
  assert.equal(d.buffer.phase, "playing");
  assert.ok(d.buffer.position >= CHUNK * 5);
});

test("what is due moves on while it is waited for, but not for ever", () => {
  const d = deck();
  d.buffer.play(0, CHUNK * 2);
  d.listen(CHUNK * 2);
  d.write(4);
  d.listen(BLOCK);
  assert.equal(d.buffer.phase, "filling");
  assert.ok(Math.abs(d.ring.taken - CHUNK * 2) < 3 * BLOCK);
  d.listen(CHUNK * 20);
  assert.ok(Math.abs(d.ring.taken - CHUNK * 5) < 3 * BLOCK);
  d.write(4);
  d.listen(BLOCK);
  assert.equal(d.buffer.phase, "playing");
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

test("what lies unused for five seconds is lateness: one leap to the present", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(9);
  for (let tenth = 0; tenth < 45; tenth++) {
    d.listen(CHUNK);
    d.write(1);
  }
  assert.equal(d.buffer.leaps, 0);
  for (let tenth = 0; tenth < 10; tenth++) {
    d.listen(CHUNK);
    d.write(1);
  }
  assert.equal(d.buffer.leaps, 1);
  assert.equal(d.buffer.underruns, 0);
  assert.ok(d.ring.depth < CHUNK * 4.1);
  assert.ok(roughest(d.heard) < 0.03);
});

test("a deep moment is none: chunks that come ahead of time are not leapt over", () => {
  const d = deck();
  d.buffer.play(0);
  d.write(3);
  for (let round = 0; round < 20; round++) {
    d.write(10);
    d.listen(CHUNK * 10);
  }
  assert.deepEqual([d.buffer.leaps, d.buffer.underruns], [0, 0]);
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
