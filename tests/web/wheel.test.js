import assert from "node:assert/strict";
import { test } from "node:test";
import { spot } from "../../src/auralis/web/controls/wheel.js";
import { FIFTHS, ROOTS } from "../../src/auralis/web/music/music.js";

const TARGET = 44;
const NARROWEST = 224; // what a phone of 320 px leaves inside the panel

test("the keys stand in fifths, C at the top, clockwise", () => {
  assert.deepEqual(
    FIFTHS.map((pitchClass) => ROOTS[pitchClass].name),
    ["C", "G", "D", "A", "E", "B", "F♯", "C♯", "A♭", "E♭", "B♭", "F"],
  );
  assert.ok(Math.abs(spot(0).x - 0.5) < 1e-9 && spot(0).y < 0.1);
  assert.ok(Math.abs(spot(3).y - 0.5) < 1e-9 && spot(3).x > 0.9);
});

test("on the narrowest phone the targets neither overlap nor leave the wheel", () => {
  for (let step = 0; step < 12; step++) {
    const [a, b] = [spot(step), spot((step + 1) % 12)];
    assert.ok(Math.hypot(a.x - b.x, a.y - b.y) * NARROWEST >= TARGET, `step ${step}`);
    for (const middle of [a.x, a.y]) {
      assert.ok(middle * NARROWEST >= TARGET / 2 - 1 && (1 - middle) * NARROWEST >= TARGET / 2 - 1);
    }
  }
});
