import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultsOf } from "../../src/auralis/web/controls/fields.js";
import { choiceFrom, OwnPresets } from "../../src/auralis/web/controls/ownpresets.js";
import { storageWith } from "./storage.js";

const EVENING = {
  ...defaultsOf("sleep"),
  bpm: 52,
  key: 57,
  key_held: true,
  wander: 0,
  "layers.bells.mute": true,
};

test("a preset of one's own is what differs from its base, and gives all of it back", () => {
  const storage = storageWith();
  assert.ok(new OwnPresets(storage).save("  Evening  ", EVENING));
  const { all } = new OwnPresets(storage);
  assert.deepEqual(all, [
    {
      name: "Evening",
      base: "sleep",
      settings: { key: 57, key_held: true, bpm: 52, wander: 0, "layers.bells.mute": true },
    },
  ]);
  assert.deepEqual(choiceFrom(all[0]), EVENING);
});

test("saving under a name that is there replaces it where it stands", () => {
  const own = new OwnPresets(storageWith());
  own.save("A", EVENING);
  own.save("B", EVENING);
  own.save("A", defaultsOf("bright"));
  assert.deepEqual(
    own.all.map(({ name, base }) => [name, base]),
    [
      ["A", "bright"],
      ["B", "sleep"],
    ],
  );
});

test("a name is neither empty nor another's", () => {
  const own = new OwnPresets(storageWith());
  assert.ok(!own.save("   ", EVENING));
  own.save("A", EVENING);
  own.save("B", EVENING);
  assert.ok(!own.rename("A", "B"));
  assert.ok(!own.rename("A", " "));
  assert.ok(!own.rename("nobody", "C"));
  assert.ok(own.rename("A", "A"));
  assert.ok(own.rename("A", "C"));
  assert.deepEqual(
    own.all.map(({ name }) => name),
    ["C", "B"],
  );
});

test("what was deleted can be brought back to its place", () => {
  const storage = storageWith();
  const own = new OwnPresets(storage);
  for (const name of ["A", "B", "C"]) {
    own.save(name, EVENING);
  }
  const undo = own.remove("B");
  assert.equal(new OwnPresets(storage).all.length, 2);
  undo();
  undo();
  assert.deepEqual(
    new OwnPresets(storage).all.map(({ name }) => name),
    ["A", "B", "C"],
  );
  assert.equal(own.remove("nobody"), null);
});

test("garbage is no preset, and spoils none beside it", () => {
  for (const text of ["", "{", "null", "7", '"x"', "{}", "[null, 3, {}]", '[{"name":"X","base":"party"}]']) {
    assert.deepEqual(new OwnPresets(storageWith({ auralis_presets: text })).all, [], text);
  }
  const mixed = JSON.stringify([
    { name: "Good", base: "focus", settings: { bpm: 70, intensity: "loud", __proto__: 1, nothing: 1 } },
    { name: "Good", base: "focus", settings: { bpm: 71 } },
    { name: "", base: "focus" },
    { name: "None", base: null },
  ]);
  assert.deepEqual(new OwnPresets(storageWith({ auralis_presets: mixed })).all, [
    { name: "Good", base: "focus", settings: { bpm: 71 } },
  ]);
});

test("a browser that keeps nothing has presets until it is closed", () => {
  const own = new OwnPresets(null);
  assert.ok(own.save("A", EVENING));
  assert.equal(own.all.length, 1);
});
