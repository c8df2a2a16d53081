import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Announcer, spoken } from "../../src/auralis/web/page/announcer.js";

function announcer(kept = new Map()) {
  const place = { textContent: "" };
  const storage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  };
  return { place, kept, announcer: new Announcer(place, storage) };
}

const chord = (symbol) => ({ symbol, roman: "i", frame: 0, frames: 1, pitch_classes: [] });

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
});

test("symbols are spoken as they are meant", () => {
  assert.equal(spoken("E♭m7/B♭"), "E flat minor 7 over B flat");
  assert.equal(spoken("F♯m(maj7)"), "F sharp minor major 7");
  assert.equal(spoken("Bm7b5"), "B minor 7 flat 5");
  assert.equal(spoken("G9sus4"), "G9 suspended 4");
  assert.equal(spoken("D add9"), "D added 9");
  assert.equal(spoken("Bdim"), "B diminished");
});

test("it keeps silent until it is asked, and then says where the music is", () => {
  const { place, kept, announcer: voice } = announcer();
  voice.key({ key: "D dorian" });
  voice.chord(chord("Em7"));
  mock.timers.tick(60_000);
  assert.equal(place.textContent, "");
  voice.on = true;
  assert.equal(place.textContent, "Key: D dorian. Chord: E minor 7.");
  assert.equal(kept.get("auralis_announce"), "true");
  assert.equal(announcer(kept).announcer.on, true);
  voice.on = false;
  assert.equal(place.textContent, "");
});

test("chords are said four seconds apart, and only the newest", () => {
  const { place, announcer: voice } = announcer(new Map([["auralis_announce", "true"]]));
  voice.chord(chord("A"));
  mock.timers.tick(0);
  assert.equal(place.textContent, "Chord: A.");
  voice.chord(chord("B"));
  mock.timers.tick(3_000);
  voice.chord(chord("C"));
  assert.equal(place.textContent, "Chord: A.");
  mock.timers.tick(1_000);
  assert.equal(place.textContent, "Chord: C.");
  voice.chord(chord("C"));
  mock.timers.tick(10_000);
  voice.chord(chord("D"));
  mock.timers.tick(0);
  assert.equal(place.textContent, "Chord: D.");
});

test("a key is said at once, and puts the chord off", () => {
  const { place, announcer: voice } = announcer(new Map([["auralis_announce", "true"]]));
  voice.key({ key: "D dorian" });
  assert.equal(place.textContent, "");
  voice.chord(chord("Dm"));
  mock.timers.tick(0);
  voice.chord(chord("G"));
  voice.key({ key: "A minor", bpm: 60 });
  assert.equal(place.textContent, "Key: A minor.");
  mock.timers.tick(3_999);
  assert.equal(place.textContent, "Key: A minor.");
  mock.timers.tick(1);
  assert.equal(place.textContent, "Chord: G.");
  voice.key({ key: "A minor" });
  voice.key({ key: 57, mode: "aeolian" });
  voice.key({ key: "H" });
  assert.equal(place.textContent, "Chord: G.");
});
