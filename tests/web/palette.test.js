import assert from "node:assert/strict";
import { test } from "node:test";
import { inkOf, inks, oklch } from "../../src/auralis/web/music/palette.js";
import { lookOf } from "../../src/auralis/web/score/look.js";
import { say } from "../../src/auralis/web/words/words.js";

const PIANO = { layer: "piano", voice: "lead" };

function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test("oklch gives the colours that CSS gives", () => {
  const near = (found, wanted) => found.every((part, i) => Math.abs(part * 255 - wanted[i]) < 1);
  assert.ok(near(oklch(1, 0, 0), [255, 255, 255]));
  assert.ok(near(oklch(0, 0, 0), [0, 0, 0]));
  assert.ok(near(oklch(0.628, 0.2577, 29.23), [255, 0, 0]));
  assert.ok(near(oklch(0.452, 0.3132, 264.05), [0, 0, 255]));
  assert.ok(near(oklch(0.5198, 0.1769, 142.5), [0, 128, 0]));
  assert.ok(oklch(0.7, 0.4, 140).every((part) => part >= 0 && part <= 1));
});

test("every ink has a name in words, and stands out by day and in the dark", () => {
  for (const { name, rgb, day } of inks()) {
    assert.ok(say(`score.inks.${name}`).length > 2);
    const [light, ink] = [rgb, day].map((text) => text.split(" ").map((part) => Number(part) / 255));
    assert.ok(contrast(light, [0.04, 0.045, 0.07]) > 4.5);
    assert.ok(contrast(ink, [0.95, 0.94, 0.9]) > 4.5);
  }
});

test("the sky is dark in the evening, darker at night, and paper by day, in every hue", () => {
  for (let hue = 0; hue < 360; hue += 30) {
    for (const depth of [0, 1]) {
      const [dark, night, day] = ["dark", "night", "light"].map((t) => luminance(lookOf(t).sky(depth, hue)));
      assert.ok(night < dark && dark < 0.06 && day > 0.75);
    }
    assert.ok(luminance(lookOf("night").curtain(hue)) < 0.04);
  }
});

test("at night every light is warm; a theme that is not known is the evening", () => {
  const night = lookOf("night");
  for (const layer of ["pad", "piano", "bass", "bells", "air", "percussion"]) {
    const [r, g, b] = night.ink({ layer });
    assert.ok(r > g && g > b);
  }
  assert.equal(lookOf(undefined), lookOf("dark"));
  assert.equal(lookOf("neon"), lookOf("dark"));
  assert.notDeepEqual(lookOf("light").ink(PIANO), lookOf("dark").ink(PIANO));
  assert.equal(inkOf({ layer: "theremin" }), inkOf({ layer: "air" }));
});
