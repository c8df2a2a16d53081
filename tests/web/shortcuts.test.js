import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** An element that is what its selectors say. */
class FakeElement {
  constructor(...is) {
    this.is = is;
  }

  closest(selectors) {
    return selectors.split(/,\s*(?![^(]*\))/).some((one) => this.is.includes(one)) ? this : null;
  }
}

const kept = new Map();
const hearers = [];

Object.assign(globalThis, {
  Element: FakeElement,
  localStorage: {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  },
  document: {
    activeElement: null,
    addEventListener: (_type, hearer) => hearers.push(hearer),
    createElement: () => ({ setAttribute() {}, append() {}, addEventListener() {} }),
    querySelector: () => null,
    querySelectorAll: () => [],
  },
});

const { claims, Shortcuts } = await import("../../src/auralis/web/page/shortcuts.js");

/** Press a key and tell what came of it. */
function press(key, more = {}) {
  const done = [];
  const act = (name) => (value) => done.push(value === undefined ? [name] : [name, value]);
  hearers.length = 0;
  new Shortcuts({
    preset: act("preset"),
    volume: act("volume"),
    tempo: act("tempo"),
    panel: act("panel"),
    close: act("close"),
  });
  let prevented = false;
  const event = { key, target: new FakeElement("body"), preventDefault: () => (prevented = true), ...more };
  hearers[0](event);
  return { done, prevented };
}

beforeEach(() => kept.clear());

test("arrows turn volume and tempo, with shift further", () => {
  assert.deepEqual(press("ArrowUp"), { done: [["volume", 0.05]], prevented: true });
  assert.deepEqual(press("ArrowDown").done, [["volume", -0.05]]);
  assert.deepEqual(press("ArrowRight").done, [["tempo", 1]]);
  assert.deepEqual(press("ArrowLeft", { shiftKey: true }).done, [["tempo", -5]]);
  assert.deepEqual(press("ArrowUp", { repeat: true }).done, [["volume", 0.05]]);
});

test("digits are presets and letters are panels, once for each press", () => {
  assert.deepEqual(press("1").done, [["preset", 0]]);
  assert.deepEqual(press("9").done, [["preset", 8]]);
  assert.deepEqual(press("0").done, []);
  for (const [index, letter] of [..."tmnskeh"].entries()) {
    assert.deepEqual(press(letter).done, [["panel", index]]);
    assert.deepEqual(press(letter.toUpperCase()).done, [["panel", index]]);
  }
  assert.deepEqual(press("t", { repeat: true }), { done: [], prevented: false });
  assert.deepEqual(press("Escape").done, [["close"]]);
});

test("the browser's own shortcuts stay its own, and so do other keys", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey", "isComposing", "defaultPrevented"]) {
    assert.deepEqual(press("t", { [held]: true }), { done: [], prevented: false });
    assert.deepEqual(press("ArrowLeft", { [held]: true }), { done: [], prevented: false });
  }
  for (const key of ["F5", "Tab", "PageDown", "Home", "x", "Dead"]) {
    assert.deepEqual(press(key), { done: [], prevented: false });
  }
});

test("what has the focus comes first", () => {
  const field = new FakeElement("textarea");
  const slider = new FakeElement("input[type=range]");
  const button = new FakeElement("button");
  const dialog = new FakeElement("dialog[open]");
  for (const key of ["t", "1", "ArrowUp", "Escape", "?", " "]) {
    assert.equal(claims(field, key), true, key);
    assert.equal(claims(dialog, key), true, key);
  }
  assert.deepEqual(
    ["ArrowUp", "t", " "].map((key) => claims(slider, key)),
    [true, false, false],
  );
  assert.deepEqual(
    [" ", "t", "ArrowUp"].map((key) => claims(button, key)),
    [true, false, false],
  );
  assert.equal(claims(null, "t"), false);
  assert.deepEqual(press("ArrowUp", { target: slider }), { done: [], prevented: false });
  assert.deepEqual(press("t", { target: slider }).done, [["panel", 0]]);
});

test("keys that are turned off do nothing, but Esc", () => {
  kept.set("auralis_keys", "false");
  assert.deepEqual(press("t"), { done: [], prevented: false });
  assert.deepEqual(press("ArrowUp"), { done: [], prevented: false });
  kept.set("auralis_keys", "false");
  assert.deepEqual(press("Escape").done, [["close"]]);
});
