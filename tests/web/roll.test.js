import assert from "node:assert/strict";
import { test } from "node:test";
import { inkOf, inks } from "../../src/auralis/web/music/palette.js";
import { NowPanel } from "../../src/auralis/web/page/nowpanel.js";
import { Staff } from "../../src/auralis/web/score/staff.js";

const RATE = 44_100;
const REM = 16;
const HEIGHTS = [224, 264, 400, 960];
const NAMES_END = 3.2 * REM;

function note(layer, voice, pitch, velocity = 60) {
  return { frame: RATE, frames: RATE, layer, voice, pitch, velocity };
}

const DRUMS = [
  note("percussion", "heart", 36),
  note("percussion", "wood", 76),
  note("percussion", "shaker", 70),
];

test("every layer has a colour of its own, and the lead another than the left hand", () => {
  const layers = ["pad", "piano", "bass", "bells", "air", "percussion"];
  const found = [...layers.map((layer) => inkOf({ layer })), inkOf({ layer: "piano", voice: "lead" })];
  assert.equal(new Set(found.map((ink) => ink.rgb)).size, 7);
  assert.deepEqual(new Set(found), new Set(inks()));
  assert.equal(inkOf({ layer: "piano", voice: "ostinato" }), inkOf({ layer: "piano", voice: "left" }));
});

test("drums lie in rows of a lane below every pitch, whatever their number", () => {
  for (const height of HEIGHTS) {
    const staff = new Staff(height, REM);
    const lowest = staff.y(note("bass", "bass", 29));
    const rows = DRUMS.map((drum) => staff.y(drum));
    assert.equal(new Set(rows).size, 3);
    for (const [i, drum] of DRUMS.entries()) {
      assert.ok(rows[i] - staff.radius(drum) > lowest && rows[i] + staff.radius(drum) <= height);
    }
    assert.equal(staff.y(note("percussion", "wood", 77)), rows[1]);
    assert.ok(staff.y(note("percussion", "gong", 52)) > lowest);
  }
});

test("higher pitches lie higher, and none leaves the roll", () => {
  for (const height of HEIGHTS) {
    const staff = new Staff(height, REM);
    for (let pitch = 27; pitch <= 96; pitch++) {
      const step = staff.y(note("pad", "pad", pitch - 1)) - staff.y(note("pad", "pad", pitch));
      assert.ok(Math.abs(step - staff.semitone) < 1e-9 && step > 0);
    }
    for (const pitch of [0, 127]) {
      const y = staff.y(note("air", "texture", pitch));
      assert.ok(y > NAMES_END && y < staff.y(DRUMS[2]));
    }
  }
});

test("a bracket stands above its notes and below the names of the chords", () => {
  for (const height of HEIGHTS) {
    const staff = new Staff(height, REM);
    for (let pitch = 48; pitch <= 96; pitch++) {
      const y = staff.above(pitch);
      assert.ok(y > NAMES_END && y < staff.y(note("piano", "lead", pitch)));
    }
  }
});

test("the panel writes a phrase's reason once, and clears it where there is none", () => {
  const written = [];
  const line = {
    set textContent(text) {
      written.push(text);
    },
  };
  const panel = new NowPanel({ querySelector: (selector) => (selector === "#phrase" ? line : {}) });
  for (const reason of ["", "Motif A as it is.", "Motif A as it is.", ""]) {
    panel.explain(reason);
  }
  assert.deepEqual(written, ["Motif A as it is.", ""]);
});
