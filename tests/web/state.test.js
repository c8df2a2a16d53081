import assert from "node:assert/strict";
import { test } from "node:test";
import { ControlState } from "../../src/auralis/web/state.js";

const DEFAULTS = { key: 62, mode: "dorian", intensity: 0.5, bpm: 60, preset: "focus" };

function storageWith(entries = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => kept.set(name, text),
  };
}

test("an empty browser has the defaults and remembers nothing", () => {
  const state = new ControlState(storageWith());
  assert.deepEqual(state.choice, DEFAULTS);
  assert.equal(state.remembered, false);
});

test("what was chosen is there again, under the five names", () => {
  const storage = storageWith();
  new ControlState(storage).choose({ key: 57, mode: "aeolian", intensity: 0.3, bpm: 50, preset: null });
  assert.deepEqual(Object.fromEntries(storage.kept), {
    auralis_key: "57",
    auralis_mode: "aeolian",
    auralis_intensity: "0.3",
    auralis_bpm: "50",
    auralis_preset: "null",
  });
  const again = new ControlState(storage);
  assert.deepEqual(again.choice, { key: 57, mode: "aeolian", intensity: 0.3, bpm: 50, preset: null });
  assert.equal(again.remembered, true);
});

test("a key of another octave is the same root", () => {
  assert.equal(new ControlState(storageWith({ auralis_key: "69" })).choice.key, 57);
});

test("garbage falls back to the default, field by field", () => {
  const garbage = {
    auralis_key: ["", "D", "1.5", "-1", "128", "NaN", "{}"],
    auralis_mode: ["", "minor", "DORIAN", "constructor", "null"],
    auralis_intensity: ["", "  ", "2", "-0.1", "loud", "Infinity"],
    auralis_bpm: ["", "0", "39", "201", "fast"],
    auralis_preset: ["", "party", "__proto__"],
  };
  for (const [name, texts] of Object.entries(garbage)) {
    for (const text of texts) {
      const state = new ControlState(storageWith({ [name]: text }));
      assert.deepEqual(state.choice, DEFAULTS, `${name}=${text}`);
      assert.equal(state.remembered, false);
    }
  }
  const mixed = new ControlState(storageWith({ auralis_bpm: "fast", auralis_mode: "lydian" }));
  assert.deepEqual(mixed.choice, { ...DEFAULTS, mode: "lydian" });
});

test("a browser that keeps nothing still plays", () => {
  const state = new ControlState(null);
  state.choose({ bpm: 72 });
  assert.equal(state.choice.bpm, 72);
});
