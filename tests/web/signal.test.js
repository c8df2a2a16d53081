import assert from "node:assert/strict";
import { test } from "node:test";
import { Signal } from "../../src/auralis/web/station/signal.js";

test("all hear, in the order they came, until they have had enough", () => {
  const signal = new Signal();
  const heard = [];
  const end = signal.on((value) => heard.push(["a", value]));
  signal.on((value) => heard.push(["b", value]));
  signal.emit(1);
  end();
  signal.emit(2);
  assert.deepEqual(heard, [
    ["a", 1],
    ["b", 1],
    ["b", 2],
  ]);
});

test("who comes or goes while it is told does not confuse the others", () => {
  const signal = new Signal();
  const heard = [];
  const end = signal.on(() => {
    end();
    signal.on(() => heard.push("new"));
  });
  signal.on(() => heard.push("old"));
  signal.emit();
  assert.deepEqual(heard, ["old"]);
  signal.emit();
  assert.deepEqual(heard, ["old", "old", "new"]);
});
