import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countdown,
  SleepTimer,
  sleepRequest,
  wakeRequest,
} from "../../src/auralis/web/controls/nightplan.js";

const MINUTE = 60_000;

function fakePlayer() {
  const told = [];
  return { told, fade: (to, seconds) => told.push(["fade", to, seconds]), pause: () => told.push(["pause"]) };
}

test("what is left reads as a clock says it", () => {
  assert.equal(countdown(30 * MINUTE), "30:00");
  assert.equal(countdown(30 * MINUTE - 1), "30:00");
  assert.equal(countdown(90 * MINUTE - 2_000), "1:29:58");
  assert.equal(countdown(999), "00:01");
  assert.equal(countdown(-5), "00:00");
});

test("a fade fits into the minutes that are left", () => {
  assert.deepEqual(sleepRequest(30, 10), { type: "night", action: "sleep", minutes: 30, fade_s: 600 });
  assert.equal(sleepRequest(0.5, 10).fade_s, 30);
});

test("an alarm is asked for by the device's time", () => {
  assert.deepEqual(wakeRequest({ at: "07:00", zone: "Europe/Berlin", fadeMinutes: 15, daily: true }), {
    type: "night",
    action: "wake",
    at: "07:00",
    zone: "Europe/Berlin",
    fade_s: 900,
    repeat: "daily",
  });
});

test("this page falls asleep by itself: it fades, stops, and is as loud as before the next time", () => {
  const player = fakePlayer();
  const timer = new SleepTimer(player);
  timer.set(30, 10, 0);
  timer.tick(19 * MINUTE);
  assert.deepEqual(player.told, []);
  timer.tick(20 * MINUTE);
  timer.tick(21 * MINUTE);
  assert.deepEqual(player.told, [["fade", 0, 600]]);
  timer.tick(30 * MINUTE);
  assert.deepEqual(player.told.slice(1), [["pause"], ["fade", 1, 2]]);
  assert.equal(timer.plan, null);
  timer.tick(31 * MINUTE);
  assert.equal(player.told.length, 3);
});

test("a fade that begins late is as long as what is left", () => {
  const player = fakePlayer();
  const timer = new SleepTimer(player);
  timer.set(30, 10, 0);
  timer.tick(25 * MINUTE);
  assert.deepEqual(player.told, [["fade", 0, 300]]);
});

test("whoever stays awake is faded in again", () => {
  const player = fakePlayer();
  const timer = new SleepTimer(player);
  timer.set(1, 5, 0);
  assert.deepEqual(player.told, [["fade", 0, 60]]);
  timer.cancel();
  assert.deepEqual(player.told.slice(1), [["fade", 1, 2]]);
  assert.equal(timer.plan, null);
  timer.cancel();
  assert.equal(player.told.length, 2);
});
