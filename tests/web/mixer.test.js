import assert from "node:assert/strict";
import { test } from "node:test";
import { decibels } from "../../src/auralis/web/controls/decibels.js";
import { defaultsOf } from "../../src/auralis/web/controls/fields.js";
import { evenMix, soloOf } from "../../src/auralis/web/controls/mixer.js";

test("a gain reads in decibels", () => {
  assert.equal(decibels(1, "en"), "0 dB");
  assert.equal(decibels(1.004, "en"), "0 dB");
  assert.equal(decibels(2, "en"), "+6.0 dB");
  assert.equal(decibels(0.5, "en"), "−6.0 dB");
  assert.equal(decibels(0.5, "de"), "−6,0 dB");
  assert.equal(decibels(0.01, "en"), "−40.0 dB");
  assert.equal(decibels(0, "en"), "−∞ dB");
});

test("a layer is alone when all others are muted", () => {
  const choice = defaultsOf("focus");
  assert.equal(soloOf(choice), undefined);
  for (const layer of ["pad", "bass", "bells", "air", "percussion"]) {
    choice[`layers.${layer}.mute`] = true;
  }
  assert.equal(soloOf(choice), "piano");
  choice["layers.piano.mute"] = true;
  assert.equal(soloOf(choice), undefined);
});

test("an even mix is what a preset begins with", () => {
  const choice = { ...defaultsOf("focus"), "layers.pad.gain": 0.1, "layers.air.mute": true };
  assert.deepEqual({ ...choice, ...evenMix() }, defaultsOf("focus"));
});
