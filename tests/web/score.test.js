import assert from "node:assert/strict";
import { test } from "node:test";
import { SteadyClock } from "../../src/auralis/web/score/clock.js";
import { Score } from "../../src/auralis/web/score/score.js";

const RATE = 44_100;
const BAR = RATE * 4;

function chord(frame, frames, symbol) {
  return { frame, frames, symbol, roman: "i", pitch_classes: [2, 5, 9] };
}

function note(frame, frames, pitch = 69) {
  return { frame, frames, layer: "piano", voice: "lead", pitch, velocity: 60 };
}

function motif(frame, frames, letter = "A") {
  return { frame, frames, motif: letter, variant: "stated" };
}

function update(frame, { bpm = 60, notes = [], chords = [], meter = "4/4", frames = 8 * BAR, ...told } = {}) {
  return { type: "generation_update", frame, frames, bpm, context: { meter }, chords, notes, ...told };
}

function brackets(score) {
  return score.statements.map(({ frame, frames, motif, highest }) => [frame, frame + frames, motif, highest]);
}

test("phrases follow each other, and notes ring over the seam", () => {
  const score = new Score();
  score.add(update(0, { notes: [note(8 * BAR - 100, 500)], chords: [chord(0, 8 * BAR, "Dm")] }), RATE);
  score.add(update(8 * BAR, { notes: [note(8 * BAR, 100)], chords: [chord(8 * BAR, 8 * BAR, "G/D")] }), RATE);
  assert.deepEqual(
    score.notes.map((n) => [n.frame, n.frames]),
    [
      [8 * BAR - 100, 500],
      [8 * BAR, 100],
    ],
  );
  assert.equal(score.chordAt(8 * BAR - 1).symbol, "Dm");
  assert.equal(score.chordAt(8 * BAR).symbol, "G/D");
  assert.equal(score.chordAt(16 * BAR), null);
});

test("a change in the middle of a phrase replaces what was to come and ends what sounds", () => {
  const score = new Score();
  const notes = [note(0, 100), note(BAR, 2 * BAR), note(3 * BAR, 100)];
  score.add(update(0, { notes, chords: [chord(0, 8 * BAR, "Dm")] }), RATE);
  score.add(update(2 * BAR, { bpm: 120, notes: [note(2 * BAR, 50, 71)] }), RATE);
  assert.deepEqual(
    score.notes.map((n) => [n.frame, n.frames]),
    [
      [0, 100],
      [BAR, BAR],
      [2 * BAR, 50],
    ],
  );
  assert.equal(score.chordAt(2 * BAR), null);
  const lines = score.barLines(0, 4 * BAR).map((line) => line.frame / BAR);
  assert.deepEqual(lines, [0, 1, 2, 2.5, 3, 3.5]);
});

test("the same phrase announced twice is there once", () => {
  const score = new Score();
  const phrase = update(0, { notes: [note(0, 100)], chords: [chord(0, BAR, "Dm")] });
  score.add(phrase, RATE);
  score.add(phrase, RATE);
  assert.equal(score.notes.length, 1);
  assert.equal(score.chords.length, 1);
  assert.equal(score.bars.length, 1);
});

test("the past is forgotten, so that a night does not fill the memory", () => {
  const score = new Score();
  for (let phrase = 0; phrase < 200; phrase++) {
    const start = phrase * 8 * BAR;
    score.add(update(start, { notes: [note(start, 100)], chords: [chord(start, 8 * BAR, "Dm")] }), RATE);
  }
  assert.ok(score.notes.length < 10 && score.chords.length < 10 && score.bars.length < 10);
  score.clear();
  assert.equal(score.notes.length + score.chords.length + score.bars.length, 0);
});

test("each phrase keeps its own reason for as long as it plays", () => {
  const score = new Score();
  score.add(update(0, { phrase_reason: "Motif A as it is." }), RATE);
  score.add(update(8 * BAR, { phrase_reason: "The lead rests." }), RATE);
  assert.equal(score.reasonAt(8 * BAR - 1), "Motif A as it is.");
  assert.equal(score.reasonAt(8 * BAR), "The lead rests.");
  assert.equal(score.reasonAt(16 * BAR), "");
  score.add(update(16 * BAR), RATE);
  assert.equal(score.reasonAt(16 * BAR), "");
});

test("a motif stands above its highest note, and ends where the next one begins", () => {
  const score = new Score();
  const bells = { ...note(50, 100, 90), layer: "bells", voice: "bell" };
  const notes = [note(0, 100, 64), bells, note(BAR, 3 * BAR, 69), note(2 * BAR, BAR, 62)];
  score.add(update(0, { notes, motifs: [motif(0, 4 * BAR), motif(2 * BAR, 2 * BAR, "B")] }), RATE);
  assert.deepEqual(brackets(score), [
    [0, 2 * BAR, "A", 69],
    [2 * BAR, 4 * BAR, "B", 62],
  ]);
});

test("a motif of which no note sounds is not drawn", () => {
  const score = new Score();
  score.add(update(0, { notes: [note(BAR, 100)], motifs: [motif(0, BAR), motif(BAR, BAR, "B")] }), RATE);
  assert.deepEqual(brackets(score), [[BAR, 2 * BAR, "B", 69]]);
});

test("a change that cuts into a phrase cuts its motifs too", () => {
  const score = new Score();
  const motifs = [motif(0, 3 * BAR), motif(4 * BAR, BAR, "B")];
  const notes = [note(0, BAR, 64), note(2 * BAR, BAR, 71), note(4 * BAR, BAR)];
  score.add(update(0, { notes, motifs }), RATE);
  score.add(update(0, { frames: BAR, notes: notes.slice(0, 1), motifs: motifs.slice(0, 1) }), RATE);
  assert.deepEqual(brackets(score), [[0, BAR, "A", 64]]);
  score.add(update(BAR, { notes: [note(2 * BAR, BAR, 60)], motifs: [motif(2 * BAR, BAR, "B")] }), RATE);
  assert.deepEqual(brackets(score), [
    [0, BAR, "A", 64],
    [2 * BAR, 3 * BAR, "B", 60],
  ]);
  score.clear();
  assert.deepEqual(brackets(score), []);
});

test("bars have the length of their metre and tempo", () => {
  const score = new Score();
  score.add(update(0, { meter: "3/4", bpm: 90 }), RATE);
  assert.equal(score.barAt(2 * RATE - 1), 0);
  assert.equal(score.barAt(2 * RATE), 2 * RATE);
  assert.equal(score.barAt(100 * BAR), 100 * BAR);
  assert.deepEqual(score.barLines(RATE, 5 * RATE), [
    { frame: 0, opens: true },
    { frame: 2 * RATE, opens: false },
    { frame: 4 * RATE, opens: false },
  ]);
});

test("bar lines go on for as long as chords are known, and show where the next phrase opens", () => {
  const score = new Score();
  const chords = [chord(0, 2 * BAR, "Dm"), chord(2 * BAR, 2 * BAR, "G")];
  score.add(update(0, { frames: 2 * BAR, chords }), RATE);
  assert.deepEqual(
    score.barLines(0, 100 * BAR).map(({ frame, opens }) => [frame / BAR, opens]),
    [
      [0, true],
      [1, false],
      [2, true],
      [3, false],
    ],
  );
  score.add(update(2 * BAR, { frames: 2 * BAR, chords: chords.slice(1) }), RATE);
  assert.deepEqual(
    score.barLines(0, 100 * BAR).map(({ frame }) => frame / BAR),
    [0, 1, 2, 3],
  );
});

test("the clock moves evenly though its target stutters, and snaps when far off", () => {
  const clock = new SteadyClock();
  assert.equal(clock.follow(1000, 10, RATE), 1000);
  let last = 1000;
  for (let i = 1; i <= 120; i++) {
    const exact = 1000 + (i / 60) * RATE;
    const shown = clock.follow(exact - (exact % 441), 10 + i / 60, RATE);
    assert.ok(shown > last);
    assert.ok(Math.abs(shown - last - RATE / 60) < 40);
    last = shown;
  }
  assert.equal(clock.follow(9_000_000, 12.1, RATE), 9_000_000);
});
