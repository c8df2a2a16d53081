import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choiceOf,
  describe,
  fieldWords,
  isSameChoice,
  keyWords,
  settingsOf,
  withConsequences,
} from "../../src/auralis/web/controls/choice.js";
import { defaultsOf } from "../../src/auralis/web/controls/fields.js";
import { keyName, MODES, PRESETS, ROOTS, readKey, rootOf } from "../../src/auralis/web/music/music.js";
import { hueOf, nearestHue } from "../../src/auralis/web/music/palette.js";

const CHOICE = defaultsOf("focus");

test("keys read as people and servers write them", () => {
  assert.deepEqual(readKey("D dorian"), { root: 62, mode: "dorian" });
  assert.deepEqual(readKey("A minor"), { root: 57, mode: "aeolian" });
  assert.deepEqual(readKey("c MAJOR"), { root: 60, mode: "ionian" });
  assert.deepEqual(readKey("B♭ lydian"), { root: 58, mode: "lydian" });
  assert.deepEqual(readKey("A#"), { root: 58, mode: null });
  assert.deepEqual(readKey("Cb"), { root: 59, mode: null });
  assert.deepEqual(readKey("bb minor"), { root: 58, mode: "aeolian" });
  assert.deepEqual(readKey(69), { root: 57, mode: null });
  for (const nonsense of ["", "H dur", "D dorian extra", "D blues", null, undefined, 1.5, {}]) {
    assert.equal(readKey(nonsense), null);
  }
});

test("there are twelve roots, and every key's name reads back as itself", () => {
  assert.equal(new Set(ROOTS.map(({ pitch }) => pitch % 12)).size, 12);
  for (const { pitch } of ROOTS) {
    assert.equal(rootOf(pitch - 24), pitch);
    for (const mode of MODES) {
      assert.deepEqual(readKey(keyName(pitch, mode)), { root: pitch, mode });
    }
  }
});

test("presets use words of the page only", () => {
  for (const preset of PRESETS) {
    assert.ok(MODES.includes(preset.mode));
    assert.ok(ROOTS.some(({ pitch }) => pitch === preset.root));
  }
});

test("a context becomes a choice, and what it leaves out stays", () => {
  assert.deepEqual(choiceOf({ key: "A minor", bpm: 50, intensity: 0.3, preset: "meditation" }, CHOICE), {
    ...CHOICE,
    key: 57,
    mode: "aeolian",
    bpm: 50,
    intensity: 0.3,
    preset: "meditation",
  });
  assert.deepEqual(choiceOf({ key: 64, mode: "phrygian" }, CHOICE), {
    ...CHOICE,
    key: 64,
    mode: "phrygian",
    preset: null,
  });
  const nonsense = { preset: "party", bpm: "quick", key: 7.5, wander: -1, "layers.pad.gain": null };
  assert.deepEqual(choiceOf(nonsense, CHOICE), { ...CHOICE, preset: null });
  assert.equal(choiceOf({ "layers.pad.gain": 0.5 }, CHOICE)["layers.pad.gain"], 0.5);
});

test("a root is sent with its mode, everything else alone", () => {
  assert.deepEqual(settingsOf({ key: 64 }, CHOICE), { key: 64, mode: "dorian" });
  assert.deepEqual(settingsOf({ bpm: 66 }, CHOICE), { bpm: 66 });
});

test("a preset that is none is no setting", () => {
  assert.deepEqual(settingsOf({ preset: null, bpm: 66 }, CHOICE), { bpm: 66 });
});

test("a preset brings its own, unless it is named", () => {
  assert.deepEqual(withConsequences({ preset: "sleep" }, CHOICE), {
    preset: "sleep",
    mode: "phrygian",
    bpm: 40,
    intensity: 0.2,
    key: 64,
    wander: 0.5,
  });
  assert.equal(withConsequences({ preset: "sleep", bpm: 55 }, CHOICE).bpm, 55);
  assert.deepEqual(withConsequences({ bpm: 55 }, CHOICE), { bpm: 55 });
  assert.equal(withConsequences({ preset: "sleep" }, { ...CHOICE, key_held: true }).key, undefined);
});

test("a key that is set holds and stills the wandering, unless more is said", () => {
  assert.deepEqual(withConsequences({ key: 57 }, CHOICE), { key: 57, key_held: true, wander: 0 });
  assert.equal(withConsequences({ key: 57, wander: 0.4 }, CHOICE).wander, 0.4);
});

test("choices are compared field by field, and described in words", () => {
  assert.ok(isSameChoice(CHOICE, { ...CHOICE, intensity: 0.1 + 0.4 }));
  assert.ok(!isSameChoice(CHOICE, { ...CHOICE, key: 64 }));
  assert.ok(!isSameChoice(CHOICE, { ...CHOICE, "layers.air.mute": true }));
  assert.equal(describe(CHOICE), "Focus, D dorian, 60 bpm");
  assert.equal(describe({ ...CHOICE, preset: null, key: 57, mode: "aeolian" }), "A minor, 60 bpm");
  assert.equal(keyWords(63, "ionian"), "E♭ major");
});

test("a field has a name in a sentence, an unknown one its own", () => {
  assert.equal(fieldWords("bpm"), "The tempo");
  assert.equal(fieldWords("layers.pad.gain"), "Pad: the loudness");
  assert.equal(fieldWords("layers.harp.gain"), "layers.harp.gain");
  assert.equal(fieldWords("messages"), "messages");
});

test("fifths are neighbours in colour, and colours turn by the shorter way", () => {
  for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
    const step = nearestHue(hueOf((pitchClass + 7) % 12), hueOf(pitchClass)) - hueOf(pitchClass);
    assert.equal(Math.abs(step), 30);
  }
  assert.equal(nearestHue(10, 350), 370);
  assert.equal(nearestHue(350, 370), 350);
});
