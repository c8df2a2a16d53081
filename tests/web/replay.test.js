import assert from "node:assert/strict";
import { test } from "node:test";
import { JitterBuffer } from "../../src/auralis/web/sound/jitter.js";
import { FULL_SCALE, PcmRing } from "../../src/auralis/web/sound/ring.js";
import { tierOf } from "../../src/auralis/web/sound/tiers.js";

const RATE = 44_100;
const CHUNK = 4_410;
const BLOCK = 128;
const HZ = 220.5;
const LOUD = 20_000;

/** The steepest step of the tone at its fastest, and of the shortest fade on top of it. */
const STEEPEST = ((2 * Math.PI * HZ * 1.02) / RATE + 1.5 / (RATE * 0.01)) * (LOUD / FULL_SCALE);

/** Seeded noise in [0, 1): the same recording each time. */
function noise(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * When each chunk comes, in seconds: each late by up to `jitter` while `isRough`, but none before the one before it.
 */
function recording(seconds, jitter, isRough = () => true) {
  const random = noise(7);
  let last = 0;
  return Array.from({ length: seconds * 10 }, (_, n) => {
    const late = random() * jitter;
    last = Math.max(last, n / 10 + (isRough(n / 10) ? late : 0));
    return last;
  });
}

/** Play a recording of arrivals, and note what happened in each tenth of a second. */
function replay(arrivals, { drift = 0 } = {}) {
  const ring = new PcmRing(new ArrayBuffer(PcmRing.bytes(1 << 18)));
  const buffer = new JitterBuffer(ring, RATE);
  const notes = [];
  const chunk = new Int16Array(CHUNK * 2);
  let [next, steepest, last] = [0, 0, 0];
  buffer.play(0);
  for (let frame = 0; next < arrivals.length; frame += BLOCK) {
    const time = (frame / RATE) * (1 + drift);
    for (; next < arrivals.length && arrivals[next] <= time; next++) {
      for (let i = 0; i < CHUNK; i++) {
        const sample = LOUD * Math.sin((2 * Math.PI * HZ * (next * CHUNK + i)) / RATE);
        chunk[2 * i] = chunk[2 * i + 1] = Math.round(sample);
      }
      ring.write(chunk, true);
    }
    const left = new Float32Array(BLOCK);
    buffer.fill(left, new Float32Array(BLOCK));
    for (const x of left) {
      steepest = Math.max(steepest, Math.abs(x - last));
      last = x;
    }
    if (frame >= (notes.length + 1) * CHUNK) {
      const { peak, target } = buffer.pace;
      notes.push({
        time,
        target,
        drift: buffer.pace.drift,
        phase: buffer.phase,
        depth: peak / CHUNK,
        tier: tierOf(peak / CHUNK),
      });
    }
  }
  assert.ok(steepest <= STEEPEST, `a click: a step of ${steepest}, at most ${STEEPEST} is a tone`);
  return { notes, buffer };
}

/** What a list holds, each once in a row. */
function course(items) {
  return items.filter((item, i) => item !== items[i - 1]);
}

/** The mean depth in a second, in chunks just after one came in. */
function depthAt(notes, second) {
  const span = notes.filter(({ time }) => time >= second && time < second + 1);
  return span.reduce((sum, { depth }) => sum + depth, 0) / span.length;
}

test("no jitter: healthy for ever, and never a correction", () => {
  const { notes, buffer } = replay(recording(60, 0));
  const after = notes.filter(({ time }) => time > 1);
  assert.deepEqual(course(after.map(({ tier }) => tier)), ["healthy"]);
  assert.deepEqual(course(notes.map(({ target }) => target)), [3]);
  assert.deepEqual([buffer.underruns, buffer.leaps, buffer.pace.corrections], [0, 0, 0]);
});

test("50 ms of jitter fit into three chunks", () => {
  const { notes, buffer } = replay(recording(60, 0.05));
  const tiers = notes.filter(({ time }) => time > 1).map(({ tier }) => tier);
  assert.deepEqual(course(tiers), ["healthy"]);
  assert.deepEqual(course(notes.map(({ target }) => target)), [3]);
  assert.deepEqual([buffer.underruns, buffer.leaps], [0, 0]);
});

test("150 ms of jitter raise the target, a quiet line lowers it again, and the depth follows within ten seconds", () => {
  const { notes, buffer } = replay(recording(150, 0.15, (time) => time > 5 && time < 40));
  const targets = notes.map(({ target }) => target);
  assert.deepEqual(course(targets), [3, 5, 3]);
  const [up, down] = [targets.indexOf(5), targets.lastIndexOf(5)].map((i) => notes[i].time);
  assert.ok(up > 5 && up < 15, `up at ${up}`);
  assert.ok(down > 60 && down < 120, `down at ${down}`);
  const tiers = new Set(notes.filter(({ time }) => time > 1).map(({ tier }) => tier));
  assert.deepEqual([...tiers].sort(), ["full", "healthy", "low"]);
  assert.ok(Math.abs(depthAt(notes, up + 10) - 5) < 0.8, `${depthAt(notes, up + 10)} after ${up}`);
  assert.ok(Math.abs(depthAt(notes, down + 10) - 3) < 0.8, `${depthAt(notes, down + 10)} after ${down}`);
  assert.deepEqual([buffer.underruns, buffer.leaps], [0, 0]);
  assert.ok(notes.every(({ drift }) => Math.abs(drift) <= 0.02));
});

test("a stall of a second: one underrun, the indicator, and the depth back within ten seconds", () => {
  const arrivals = recording(120, 0).map((at) => (at >= 20 && at < 21 ? 21 : at));
  const { notes, buffer } = replay(arrivals);
  const during = notes.filter(({ time }) => time >= 20 && time < 21.1);
  assert.deepEqual(course(during.map(({ tier }) => tier)), ["healthy", "low", "emergency"]);
  const buffering = notes.filter(({ phase, depth }) => phase === "filling" || Math.round(depth) < 2);
  const [first] = buffering.filter(({ time }) => time > 1);
  assert.ok(first.time > 20 && first.time < 20.4, `buffering from ${first.time}`);
  assert.ok(buffering.at(-1).time < 21.2, `buffering until ${buffering.at(-1).time}`);
  assert.deepEqual(course(notes.map(({ target }) => target)), [3, 5, 3]);
  const { target } = notes.find(({ time }) => time > 31);
  assert.ok(Math.abs(depthAt(notes, 31) - target) < 0.8, `${depthAt(notes, 31)} for ${target}`);
  assert.equal(buffer.underruns, 1);
  assert.ok(buffer.leaps <= 1);
  assert.ok(Math.abs(depthAt(notes, 118) - 3) < 0.8);
});

test("a clock that runs off by 200 ppm is followed without an underrun or a leap", () => {
  for (const drift of [-2e-4, 2e-4]) {
    const { notes, buffer } = replay(recording(1_200, 0.02), { drift });
    assert.deepEqual([buffer.underruns, buffer.leaps], [0, 0]);
    assert.ok(buffer.pace.corrections > 0);
    assert.ok(Math.abs(depthAt(notes, 1_190) - notes.at(-1).target) < 1.2);
  }
});

test("each rise of the target makes its fall more patient", () => {
  const { notes } = replay(
    recording(400, 0.15, (time) => (time > 5 && time < 15) || (time > 120 && time < 130)),
  );
  const changes = notes
    .filter(({ target }, i) => i > 0 && target !== notes[i - 1].target)
    .map(({ time }) => time);
  assert.equal(changes.length, 4);
  assert.ok(changes[3] - 130 > 1.5 * (changes[1] - 15), `${changes}`);
});
