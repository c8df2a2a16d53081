import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultsOf, FIELDS } from "../../src/auralis/web/controls/fields.js";
import { Home } from "../../src/auralis/web/controls/home.js";
import { ControlState } from "../../src/auralis/web/controls/state.js";
import { storageWith } from "./storage.js";

const DEFAULTS = defaultsOf("focus");

test("an empty browser has the defaults and remembers nothing", () => {
  const state = new ControlState(storageWith());
  assert.deepEqual(state.choice, DEFAULTS);
  assert.equal(state.remembered, false);
});

test("what was chosen is there again, under the seeds' names", () => {
  const storage = storageWith();
  const chosen = {
    key: 57,
    mode: "aeolian",
    intensity: 0.3,
    bpm: 50,
    preset: "sleep",
    key_held: true,
    meter: "3/4",
    brightness: 0.2,
    space: 0.9,
    wander: 0,
    "layers.bells.gain": 0.5,
    "layers.air.mute": true,
  };
  new ControlState(storage).choose(chosen);
  for (const [field, value] of Object.entries(chosen)) {
    assert.equal(storage.getItem(`auralis_${field}`), String(value));
  }
  assert.equal(storage.kept.size, FIELDS.length);
  const again = new ControlState(storage);
  assert.deepEqual(again.choice, { ...DEFAULTS, ...chosen });
  assert.equal(again.remembered, true);
});

test("a preset that is none is kept as none", () => {
  const storage = storageWith();
  new ControlState(storage).choose({ preset: null });
  assert.equal(new ControlState(storage).choice.preset, null);
});

test("a key of another octave is the same root", () => {
  assert.equal(new ControlState(storageWith({ auralis_key: "69" })).choice.key, 57);
});

test("garbage falls back to the default, field by field", () => {
  const garbage = {
    auralis_key: ["", "D", "1.5", "-1", "128", "NaN", "{}", "null", "true"],
    auralis_mode: ["", "minor", "DORIAN", "constructor", "null"],
    auralis_intensity: ["", "  ", "2", "-0.1", "loud", "Infinity", "true"],
    auralis_bpm: ["", "0", "39", "201", "fast"],
    auralis_preset: ["", "party", "__proto__"],
    auralis_key_held: ["", "yes", "1", "null"],
    auralis_meter: ["", "7/8", "null"],
    auralis_wander: ["", "-1", "1.1"],
    "auralis_layers.pad.gain": ["", "2.1", "-1", "loud"],
    "auralis_layers.pad.mute": ["", "0", "maybe"],
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

test("a station of one's own is kept, with whether one is there", () => {
  const storage = storageWith();
  const home = new Home(storage);
  assert.equal(home.own, null);
  home.keep({ station: "abc", token: "secret" });
  assert.deepEqual(new Home(storage).own, { station: "abc", token: "secret" });
  assert.equal(new Home(storage).within, true);
  home.enter(false);
  assert.deepEqual(new Home(storage).own, { station: "abc", token: "secret" });
  assert.equal(new Home(storage).within, false);
  home.forget();
  assert.equal(storage.kept.size, 0);
  home.enter(true);
  assert.equal(storage.kept.size, 0);
});

test("a station and a token are all that it takes to be at home", () => {
  const kept = { auralis_station: '{"station":"abc","token":"secret"}' };
  assert.equal(new Home(storageWith(kept)).within, true);
});

test("garbage is no station of one's own", () => {
  for (const text of [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"abc"',
    '{"station":"abc"}',
    '{"station":"","token":"x"}',
  ]) {
    const home = new Home(storageWith({ auralis_station: text }));
    assert.equal(home.own, null, text);
    assert.equal(home.within, false, text);
  }
});
