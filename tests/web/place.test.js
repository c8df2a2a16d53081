import assert from "node:assert/strict";
import { test } from "node:test";
import { SHARED, socketPath } from "../../src/auralis/web/station/place.js";

test("the shared station, and where it was left", () => {
  assert.equal(socketPath(SHARED, null), "/ws/main");
  assert.equal(socketPath(SHARED, 0), "/ws/main?after=0");
  assert.equal(socketPath(SHARED, 41), "/ws/main?after=41");
});

test("one's own, with its token, which may hold any sign", () => {
  const place = { station: "3f9a", token: "a+b/c=&d" };
  assert.equal(socketPath(place, 7), "/ws/3f9a?token=a%2Bb%2Fc%3D%26d&after=7");
});

test("a new one is asked for with its wish alone", () => {
  const wish = { preset: "sleep", seed: 7, key: "A minor" };
  assert.equal(socketPath({ station: "", wish }, 9), "/ws/new?preset=sleep&seed=7&key=A+minor");
  assert.equal(socketPath({ station: "" }, null), "/ws/new");
});

test("a name is one step of the path, whatever is in it", () => {
  assert.equal(socketPath({ station: "../a b?c" }, null), "/ws/..%2Fa%20b%3Fc");
});
