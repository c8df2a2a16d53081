import assert from "node:assert/strict";
import { test } from "node:test";
import { hueOf, oklch } from "../../src/auralis/web/music/palette.js";
import { gather, hash } from "../../src/auralis/web/score/lights.js";
import { lookOf } from "../../src/auralis/web/score/look.js";
import { ARC, BAND, COLUMNS, GLOW, Marks, RING } from "../../src/auralis/web/score/marks.js";
import { Plane, smooth } from "../../src/auralis/web/score/plane.js";
import { Score } from "../../src/auralis/web/score/score.js";
import { CURTAINS, hueAt, weatherAt } from "../../src/auralis/web/score/weather.js";

const RATE = 48_000;
const BAR = 4 * RATE;
const WINDOWS = [
  [320, 568],
  [390, 844],
  [1440, 900],
  [3840, 2160],
];
const LOOK = lookOf("dark");

function note(at, seconds, layer, voice, pitch, velocity = 60) {
  return { frame: at * RATE, frames: seconds * RATE, layer, voice, pitch, velocity };
}

function chord(at, seconds, root) {
  return {
    frame: at * RATE,
    frames: seconds * RATE,
    symbol: "C",
    roman: "I",
    pitch_classes: [root % 12],
    root_pitch: root,
  };
}

function scoreOf({ notes = [], chords = [], motifs = [], frames = 40 * BAR }) {
  const score = new Score();
  const context = { meter: "4/4" };
  const type = "generation_update";
  score.add({ type, frame: 0, frames, bpm: 60, context, notes, chords, motifs }, RATE);
  return score;
}

/** A score in which everything occurs that a layer can do. */
function everything() {
  const layers = [
    ["pad", "pad", 60],
    ["bass", "bass", 36],
    ["piano", "lead", 69],
    ["piano", "left", 55],
    ["piano", "ostinato", 64],
    ["bells", "bell", 84],
    ["air", "texture", 72],
    ["percussion", "heart", 36],
    ["percussion", "shaker", 70],
    ["percussion", "wood", 76],
    ["theremin", undefined, 127],
  ];
  const notes = [0, 9, 18, 27].flatMap((at) => layers.map((words, i) => note(at + i / 3, 7, ...words)));
  const motifs = [{ frame: 0, frames: 40 * RATE, motif: "A" }];
  return scoreOf({ notes, motifs, chords: [chord(0, 20, 48), chord(20, 20, 50)] });
}

function marksAt(score, seconds, [width, height] = WINDOWS[2], look = LOOK) {
  const marks = new Marks();
  gather({ score, frame: seconds * RATE, rate: RATE, plane: new Plane(width, height), look, marks });
  return Array.from({ length: marks.count }, (_, i) => {
    const row = marks.data.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    return { x: row[0], y: row[1], radius: row[4], kind: row[7], strength: row[11], row: [...row] };
  });
}

function fewer(score, seconds, kind) {
  return marksAt(score, seconds).filter((mark) => mark.kind === kind);
}

test("what comes is nearer from moment to moment, and higher pitches are further right", () => {
  for (const [width, height] of WINDOWS) {
    const plane = new Plane(width, height);
    for (let pitch = 20; pitch <= 108; pitch++) {
      const path = [30, 16, 8, 4, 2, 1, 0.5, 0].map((ahead) => plane.place(pitch, ahead));
      for (const [i, [x, y]] of path.entries()) {
        assert.ok(x >= 0 && x <= width && y > plane.horizon && y < height);
        assert.ok(i === 0 || y > path[i - 1][1]);
        assert.ok(x < plane.place(pitch + 1, [30, 16, 8, 4, 2, 1, 0.5, 0][i])[0]);
      }
    }
    assert.ok(Math.abs(plane.place(65, 0)[1] - plane.now) < 0.5);
    assert.equal(plane.sight(0), 1);
    assert.equal(plane.sight(60), 0);
    assert.ok(plane.place(84, 4, 0.3)[1] < plane.place(84, 4)[1]);
  }
});

test("smoothing stays within its ends", () => {
  assert.deepEqual([-1, 0, 0.5, 1, 2].map(smooth), [0, 0, 0.5, 1, 1]);
});

test("a moment has the same marks whenever it is drawn, whatever was drawn before", () => {
  const [first, second] = [everything(), everything()];
  marksAt(first, 3);
  for (const seconds of [0, 7.31, 19.99, 33]) {
    const once = marksAt(first, seconds);
    assert.ok(once.length > 10);
    assert.deepEqual(once, marksAt(second, seconds));
    assert.notDeepEqual(once, marksAt(first, seconds + 1));
  }
});

test("every mark is a finite place, a size and a strength, at every moment and in every window", () => {
  const score = everything();
  for (const size of WINDOWS) {
    for (const theme of ["dark", "night", "light"]) {
      for (let seconds = -5; seconds < 110; seconds += 2.7) {
        for (const { row, radius, strength } of marksAt(score, seconds, size, lookOf(theme))) {
          assert.ok(row.every(Number.isFinite));
          assert.ok(radius > 0 && strength > 0 && strength <= 1);
        }
      }
    }
  }
});

test("a note of the piano comes from the horizon, flares up and leaves rings at now, and rises", () => {
  const score = scoreOf({ notes: [note(40, 2, "piano", "lead", 69)] });
  const plane = new Plane(...WINDOWS[2]);
  assert.deepEqual(fewer(score, 0, GLOW), []);
  const coming = [20, 30, 36, 39].map((at) => fewer(score, at, GLOW)[0]);
  for (const [i, light] of coming.entries()) {
    assert.ok(light.y > plane.horizon && light.y < plane.now);
    assert.ok(i === 0 || (light.y > coming[i - 1].y && light.strength > coming[i - 1].strength));
  }
  assert.equal(fewer(score, 39.9, RING).length, 0);
  const [x, y] = plane.place(69, 0);
  for (const ring of fewer(score, 41, RING)) {
    assert.ok(Math.abs(ring.x - x) < 0.01 && Math.abs(ring.y - y) < 0.01);
  }
  assert.equal(fewer(score, 41, RING).length, 2);
  assert.equal(fewer(score, 46, RING).length, 0);
  const star = (at) => fewer(score, at, GLOW).at(-1);
  assert.ok(star(42).y > star(44).y && star(50).y < plane.horizon);
  assert.deepEqual([star(50).x, star(50).y], [star(60).x, star(60).y]);
  assert.equal(fewer(score, 97, GLOW).length, 0);
});

test("the sky keeps the melody: from left to right as it was played, higher notes higher", () => {
  const score = scoreOf({
    notes: [64, 67, 62].map((pitch, i) => note(2 + 3 * i, 2, "piano", "lead", pitch)),
  });
  const stars = fewer(score, 25, GLOW).filter(({ y }) => y < new Plane(...WINDOWS[2]).horizon);
  assert.equal(stars.length, 3);
  assert.ok(stars[0].x < stars[1].x && stars[1].x < stars[2].x);
  assert.ok(stars[1].y < stars[0].y && stars[0].y < stars[2].y);
});

test("a motif's notes are joined while they come and when they stand in the sky", () => {
  const notes = [64, 67, 62].map((pitch, i) => note(10 + 2 * i, 2, "piano", "lead", pitch));
  const told = { notes, motifs: [{ frame: 10 * RATE, frames: 6 * RATE, motif: "A" }] };
  const long = (score, at) =>
    fewer(score, at, BAND).filter(({ row }) => Math.abs(row[0] - row[2]) > 5).length;
  const [joined, apart] = [scoreOf(told), scoreOf({ notes })];
  assert.deepEqual(
    [5, 12.5, 40].map((at) => long(joined, at)),
    [2, 1, 2],
  );
  assert.deepEqual(
    [5, 12.5, 40].map((at) => long(apart, at)),
    [0, 0, 0],
  );
});

test("bars come as arcs, the first of a phrase clearer; now is always there", () => {
  const plane = new Plane(...WINDOWS[2]);
  assert.equal(fewer(new Score(), 0, ARC).length, 2);
  const arcs = fewer(scoreOf({ frames: 2 * BAR, chords: [chord(0, 24, 48)] }), 1, ARC);
  const coming = arcs.filter(({ y }) => y < plane.now - 1);
  assert.equal(coming.length, 5);
  assert.ok(coming[1].strength > coming[0].strength);
});

test("a drum flies up as sparks, and a heart as a ring across", () => {
  const wood = scoreOf({ notes: [note(10, 1, "percussion", "wood", 76)] });
  assert.equal(fewer(wood, 5, GLOW).length, 1);
  assert.equal(fewer(wood, 10.4, GLOW).length, 4);
  assert.equal(fewer(wood, 12, GLOW).length, 0);
  const heart = scoreOf({ notes: [note(10, 1, "percussion", "heart", 36)] });
  assert.deepEqual(
    [9, 10.5, 12.5].map((at) => fewer(heart, at, RING).length),
    [0, 1, 0],
  );
});

test("the list of marks grows, and forgets what cannot be seen", () => {
  const marks = new Marks();
  marks.glow(1, 1, 1, [1, 1, 1], 0.001);
  assert.equal(marks.count, 0);
  for (let i = 0; i < 2000; i++) {
    marks.glow(i, 2, 3, [1, 1, 1], 2);
  }
  assert.equal(marks.count, 2000);
  assert.equal(marks.data[1999 * COLUMNS], 1999);
  assert.equal(marks.data[1999 * COLUMNS + 11], 1);
  marks.clear();
  assert.equal(marks.count, 0);
});

test("a note's own numbers are its own", () => {
  const found = [60, 61, 62].flatMap((pitch) =>
    [1, 2].map((salt) => hash(note(1, 1, "piano", "lead", pitch), salt)),
  );
  assert.equal(new Set(found).size, 6);
  assert.ok(found.every((number) => number >= 0 && number < 1));
  assert.equal(hash(note(1, 1, "piano", "lead", 60), 1), found[0]);
});

test("the hue turns from chord to chord over seconds, by the shorter way, without a jump", () => {
  const chords = [chord(0, 10, 48), chord(10, 10, 50), chord(20, 10, 45)];
  assert.equal(hueAt(chords, 9.9 * RATE, RATE), hueOf(0));
  assert.equal((hueAt(chords, 16 * RATE, RATE) + 360) % 360, hueOf(2));
  let last = hueAt(chords, 0, RATE);
  for (let seconds = 0; seconds < 30; seconds += 0.1) {
    const hue = hueAt(chords, seconds * RATE, RATE);
    assert.ok(Math.abs(hue - last) < 3);
    last = hue;
  }
  assert.equal(hueAt([], 0, RATE), hueOf(2));
});

test("the sky shows the pad that sounds, the bass and the air, and where chords change", () => {
  const chords = [chord(0, 10, 48), chord(10, 10, 50), chord(20, 10, 45)];
  const pads = Array.from({ length: 12 }, (_, i) => note(0, 10, "pad", "pad", 50 + i, 40 + i));
  const others = [note(0, 20, "bass", "bass", 36), note(0, 20, "air", "texture", 70)];
  const score = scoreOf({ notes: [...pads, ...others, note(10, 10, "pad", "pad", 90)], chords });
  const sky = weatherAt(score, 5 * RATE, RATE, LOOK);
  assert.equal(sky.curtains.length, CURTAINS);
  assert.ok(sky.curtains.every(({ x, strength }) => x >= -1 && x < 0.5 && strength > 0));
  assert.deepEqual(sky.edges, [5, 15]);
  assert.equal(sky.tints.length, 3);
  assert.ok(sky.mist > 0 && sky.deep.strength > 0 && sky.deep.x < 0);
  assert.deepEqual(sky, weatherAt(score, 5 * RATE, RATE, LOOK));
  const ahead = weatherAt(score, 15 * RATE, RATE, LOOK);
  assert.equal(ahead.curtains.length, 1);
});

test("before anything is known there is a quiet sky", () => {
  const sky = weatherAt(new Score(), 0, RATE, LOOK);
  assert.deepEqual([sky.curtains, sky.edges, sky.mist, sky.deep.strength], [[], [], 0, 0]);
  assert.deepEqual(sky.tints, [oklch(0, 0, 0)]);
  assert.ok(sky.skyline.some((part) => part > 0.1));
});

test("the drifting of the sky comes round without a jump, however long the station has played", () => {
  const year = 365 * 86_400;
  const turn = (seconds) => weatherAt(new Score(), seconds * RATE, RATE, LOOK).turn;
  assert.ok(Math.abs(turn(year + 1) - turn(year)) < 0.02);
  assert.ok(turn(599.9) > 6.28 && turn(600) === 0);
});
