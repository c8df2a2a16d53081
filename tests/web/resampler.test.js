import assert from "node:assert/strict";
import { test } from "node:test";
import { Resampler } from "../../src/auralis/web/sound/resampler.js";
import { FULL_SCALE, PcmRing } from "../../src/auralis/web/sound/ring.js";

const BLOCK = 128;

/** A ring that holds a tone in both channels, the right one turned round. */
function ringOf(hz, rate, seconds) {
  const ring = new PcmRing(new ArrayBuffer(PcmRing.bytes(1 << 18)));
  const pcm = new Int16Array(Math.round(rate * seconds) * 2);
  for (let i = 0; i < pcm.length; i += 2) {
    pcm[i] = Math.round(30_000 * Math.sin((2 * Math.PI * hz * i) / 2 / rate));
    pcm[i + 1] = -pcm[i];
  }
  assert.ok(ring.write(pcm, true));
  return ring;
}

/** What comes out, left and right; the pace may depend on the block. */
function run(resampler, blocks, pace = () => 1) {
  const left = new Float32Array(blocks * BLOCK);
  const right = new Float32Array(blocks * BLOCK);
  for (let b = 0; b < blocks; b++) {
    resampler.read(
      left.subarray(b * BLOCK, b * BLOCK + BLOCK),
      right.subarray(b * BLOCK, b * BLOCK + BLOCK),
      pace(b),
    );
  }
  return { left, right };
}

/** The power of what is left of a tone once the tone is taken out, in decibels below it. */
function residue(heard, hz, rate) {
  const turn = (2 * Math.PI * hz) / rate;
  const sums = [0, 0, 0, 0, 0];
  for (let i = 0; i < heard.length; i++) {
    const [c, s] = [Math.cos(turn * i), Math.sin(turn * i)];
    [c * c, s * s, c * s, heard[i] * c, heard[i] * s].forEach((value, k) => {
      sums[k] += value;
    });
  }
  const [cc, ss, cs, xc, xs] = sums;
  const det = cc * ss - cs * cs;
  const [a, b] = [(xc * ss - xs * cs) / det, (xs * cc - xc * cs) / det];
  let rest = 0;
  for (let i = 0; i < heard.length; i++) {
    rest += (heard[i] - a * Math.cos(turn * i) - b * Math.sin(turn * i)) ** 2;
  }
  return { below: 10 * Math.log10(((a * a + b * b) * heard.length) / 2 / rest), level: Math.hypot(a, b) };
}

// A tone of 16 bit has 98 dB above its own rounding at best; what is lost beyond that is the resampler's.
for (const [from, to] of [
  [44_100, 48_000],
  [48_000, 44_100],
  [44_100, 96_000],
]) {
  test(`tones up to 18 kHz come through from ${from} to ${to} with less than -90 dB of anything else`, () => {
    for (const hz of [60, 997, 4_000, 10_007, 15_000, 18_000]) {
      const { left } = run(new Resampler(ringOf(hz, from, 1), from / to), 300);
      const { below, level } = residue(left.subarray(2_000), hz, to);
      assert.ok(below > 90, `${hz} Hz: ${below.toFixed(1)} dB`);
      assert.ok(Math.abs(20 * Math.log10((level * FULL_SCALE) / 30_000)) < 0.01, `${hz} Hz: level ${level}`);
    }
  });
}

test("a steady drift of 2 % leaves nothing but the tone", () => {
  for (const pace of [0.98, 1.02]) {
    const { left, right } = run(new Resampler(ringOf(15_000, 44_100, 1.5), 1), 300, () => pace);
    assert.ok(residue(left.subarray(2_000), 15_000 * pace, 44_100).below > 90);
    assert.ok(left.every((x, i) => x === -right[i]));
  }
});

test("at pace 1 samples pass untouched, only later", () => {
  const ring = ringOf(997, 44_100, 1);
  const resampler = new Resampler(ring, 1);
  const { left } = run(resampler, 100);
  const late = left.findIndex((x) => x !== 0) - 1;
  assert.ok(late > 0 && late < 64);
  for (let i = late; i < left.length; i++) {
    const wire = Math.round(30_000 * Math.sin((2 * Math.PI * 997 * (i - late)) / 44_100));
    assert.equal(Math.fround(wire / FULL_SCALE), left[i]);
  }
  assert.equal(resampler.position, left.length - late);
});

test("a correction begins and ends without a click, and samples are untouched again", () => {
  const hz = 997;
  const ring = ringOf(hz, 44_100, 2);
  const resampler = new Resampler(ring, 1);
  const pace = (b) => (b < 100 || b > 300 ? 1 : 1 + 0.02 * Math.sin((Math.PI * (b - 100)) / 200));
  const { left } = run(resampler, 500, pace);
  const steepest = (2 * Math.PI * hz * 1.02 * 30_000) / 44_100 / FULL_SCALE;
  for (let i = 1; i < left.length; i++) {
    assert.ok(Math.abs(left[i] - left[i - 1]) < steepest * 1.001, `a step at ${i}`);
  }
  for (let i = left.length - 10 * BLOCK; i < left.length; i++) {
    assert.equal(Math.fround(Math.round(left[i] * FULL_SCALE) / FULL_SCALE), left[i]);
  }
});

test("what the ring lacks is silence", () => {
  const resampler = new Resampler(ringOf(997, 44_100, 0.01), 1);
  const { left } = run(resampler, 10);
  assert.ok(left.subarray(0, 440).some((x) => x !== 0));
  assert.ok(left.subarray(600).every((x) => x === 0));
});
