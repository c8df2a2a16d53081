import assert from "node:assert/strict";
import { test } from "node:test";
import { choiceOf, describe, isSameChoice, settingsOf, withPreset } from "../../src/auralis/web/choice.js";
import { keyName, MODES, PRESETS, ROOTS, readKey, rootOf } from "../../src/auralis/web/music.js";
import { hueOf, nearestHue } from "../../src/auralis/web/palette.js";

const CHOICE = { key: 62, mode: "dorian", bpm: 60, intensity: 0.5, preset: "focus" };

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
});

test("a root is sent with its mode, everything else alone", () => {
  assert.deepEqual(settingsOf({ key: 64 }, CHOICE), { key: 64, mode: "dorian" });
  assert.deepEqual(settingsOf({ bpm: 66 }, CHOICE), { bpm: 66 });
});

test("a preset brings mode, tempo and intensity, unless they are named", () => {
  assert.deepEqual(withPreset({ preset: "sleep" }), {
    preset: "sleep",
    mode: "phrygian",
    bpm: 40,
    intensity: 0.2,
  });
  assert.equal(withPreset({ preset: "sleep", bpm: 55 }).bpm, 55);
  assert.deepEqual(withPreset({ bpm: 55 }), { bpm: 55 });
});

test("choices are compared by what they sound like, and described in words", () => {
  assert.ok(isSameChoice(CHOICE, { ...CHOICE, preset: null, intensity: 0.501 }));
  assert.ok(!isSameChoice(CHOICE, { ...CHOICE, key: 64 }));
  assert.equal(describe(CHOICE), "Focus, D dorian, 60 bpm");
  assert.equal(describe({ ...CHOICE, preset: null, key: 57, mode: "aeolian" }), "A minor, 60 bpm");
});

test("fifths are neighbours in colour, and colours turn by the shorter way", () => {
  for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
    const step = nearestHue(hueOf((pitchClass + 7) % 12), hueOf(pitchClass)) - hueOf(pitchClass);
    assert.equal(Math.abs(step), 30);
  }
  assert.equal(nearestHue(10, 350), 370);
  assert.equal(nearestHue(350, 370), 350);
});
