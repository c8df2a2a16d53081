import assert from "node:assert/strict";
import { test } from "node:test";
import { addressesOf, isLocal, streamOf } from "../../src/auralis/web/life/addresses.js";
import { Background } from "../../src/auralis/web/life/background.js";
import { isApple } from "../../src/auralis/web/life/install.js";
import { LockScreen } from "../../src/auralis/web/life/lockscreen.js";
import { NowPlaying } from "../../src/auralis/web/life/nowplaying.js";
import { Stream } from "../../src/auralis/web/life/stream.js";

const ADDRESS = "http://house/stream/main.mp3";

/** A page, a stream and a gain that do nothing by themselves; what was asked of them is in `did`. */
function house({ mode = null, stops = false, running = true } = {}) {
  const did = [];
  const player = { wanted: true, state: "playing", volume: 0.8, faded: 1, context: { state: "suspended" } };
  player.context.state = running ? "running" : "suspended";
  const stream = {
    flows: false,
    start: (address) => did.push(`start ${address}`),
    stop: () => did.push("stop"),
    fade: (level, ms, then) => {
      did.push(`fade ${level} in ${ms}`);
      stream.done = then;
    },
  };
  const hush = { lower: (ms) => did.push(`lower in ${ms}`), lift: (ms) => did.push(`lift in ${ms}`) };
  const kept = new Map(mode === null ? [] : [["auralis_background", mode]]);
  const storage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  };
  const world = {
    hidden: () => world.away,
    address: () => world.at,
    away: false,
    at: ADDRESS,
    stops,
    storage,
  };
  const background = new Background(player, stream, hush, world);
  const settle = () => {
    did.length = 0;
    background.settle();
    return [...did];
  };
  return { background, player, stream, world, kept, did, settle };
}

test("a page that is seen needs no stream", () => {
  for (const mode of ["auto", "always", "never", "nonsense"]) {
    const { background, settle } = house({ mode });
    assert.equal(background.mode, mode === "nonsense" ? "auto" : mode);
    assert.deepEqual(settle(), ["stop"]);
  }
});

test("where Web Audio lives on behind a hidden page it is left alone", () => {
  const { world, settle } = house();
  world.away = true;
  assert.deepEqual(settle(), ["stop"]);
});

test("the page is lowered only once the stream is heard, and the stream only once the page is", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { background, player, stream, world, did, settle } = house({ mode: "always" });
  world.away = true;
  assert.deepEqual(settle(), [`start ${ADDRESS}`]);
  assert.equal(background.carrier, "page");
  stream.flows = true;
  assert.deepEqual(settle(), [`start ${ADDRESS}`, "fade 0.8 in 200"]);
  assert.equal(background.carrier, "stream");
  stream.done();
  assert.equal(did.at(-1), "lower in 200");
  assert.deepEqual(settle(), [`start ${ADDRESS}`]);

  world.away = false;
  player.state = "buffering";
  assert.deepEqual(settle(), []);
  player.state = "playing";
  assert.deepEqual(settle(), ["lift in 200"]);
  assert.equal(background.carrier, "page");
  assert.deepEqual(settle(), [], "it is not cut off meanwhile");
  t.mock.timers.tick(200);
  assert.deepEqual(did, ["fade 0 in 200"]);
  stream.done();
  assert.equal(did.at(-1), "stop");
});

test("who hides the page again while it takes back hears the stream again", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { background, stream, world, did, settle } = house({ mode: "always" });
  world.away = stream.flows = true;
  settle();
  stream.done();
  world.away = false;
  settle();
  world.away = true;
  assert.deepEqual(settle(), [`start ${ADDRESS}`, "fade 0.8 in 200"]);
  did.length = 0;
  t.mock.timers.tick(1_000);
  assert.deepEqual(did, []);
  assert.equal(background.carrier, "stream");
});

test("where Web Audio stops with the page the stream runs along, and is heard at once", () => {
  const { player, stream, world, settle } = house({ stops: true });
  assert.deepEqual(settle(), [`start ${ADDRESS}`]);
  stream.flows = true;
  world.away = true;
  player.context.state = "interrupted";
  assert.deepEqual(settle(), [`start ${ADDRESS}`, "fade 0.8 in 0"]);
});

test("a browser that stopped a hidden page once is known from then on", () => {
  const { player, world, settle } = house();
  settle();
  world.away = true;
  player.context.state = "suspended";
  assert.deepEqual(settle(), [`start ${ADDRESS}`]);
  world.away = false;
  player.context.state = "running";
  assert.deepEqual(settle(), [`start ${ADDRESS}`]);
});

test("a sound that never came is not one that was stopped", () => {
  const { player, world, settle } = house({ running: false });
  player.state = "starting";
  world.away = true;
  assert.deepEqual(settle(), ["stop"]);
});

test("never is never", () => {
  const { player, world, settle } = house({ mode: "never", stops: true });
  assert.deepEqual(settle(), ["stop"]);
  world.away = true;
  player.context.state = "interrupted";
  assert.deepEqual(settle(), ["stop"]);
});

test("a stream that fails gives back to the page; so does the end of listening", () => {
  const { background, player, stream, world, settle } = house({ mode: "always" });
  world.away = stream.flows = true;
  settle();
  stream.done();
  stream.flows = false;
  assert.deepEqual(settle(), [`start ${ADDRESS}`, "lift in 200"]);
  assert.equal(background.carrier, "page");
  stream.flows = true;
  settle();
  player.wanted = false;
  assert.deepEqual(settle(), ["stop", "lift in 0"]);
});

test("the stream is as loud as the player, a fade of the night included, and not before it is heard", () => {
  const { background, player, stream, world, did, settle } = house({ mode: "always" });
  world.away = stream.flows = true;
  settle();
  background.follow();
  assert.equal(did.length, 2);
  stream.done();
  player.faded = 0.5;
  background.follow();
  assert.equal(did.at(-1), "fade 0.4 in 1000");
});

test("a choice is kept, and holds at once", () => {
  const { background, world, kept, did } = house();
  world.away = true;
  background.mode = "always";
  assert.equal(kept.get("auralis_background"), "always");
  assert.deepEqual(did, [`start ${ADDRESS}`]);
  did.length = 0;
  world.at = "";
  background.settle();
  assert.deepEqual(did, ["stop"], "there is no station");
});

/** A media element that does as it is told, and no more. */
class Element extends EventTarget {
  paused = true;
  muted = false;
  ended = false;
  currentTime = 0;
  volume = 1;
  src = "";
  refuse = null;
  play() {
    this.paused = false;
    return this.refuse
      ? Promise.reject(Object.assign(new Error(), { name: this.refuse }))
      : Promise.resolve();
  }
  pause() {
    this.paused = true;
  }
  removeAttribute() {
    this.src = "";
  }
  load() {}
  happen(name, more = {}) {
    Object.assign(this, more);
    this.dispatchEvent(new Event(name));
  }
}

function streaming() {
  const element = new Element();
  const heard = { changes: 0, stops: 0 };
  const stream = new Stream(
    element,
    () => heard.changes++,
    () => heard.stops++,
  );
  return { element, stream, heard };
}

test("a stream begins muted, flows once its time moves, and ends with its connection", () => {
  const { element, stream, heard } = streaming();
  stream.start(ADDRESS);
  assert.deepEqual([element.src, element.muted, element.paused], [ADDRESS, true, false]);
  element.happen("timeupdate");
  assert.equal(stream.flows, false);
  element.happen("timeupdate", { currentTime: 0.2 });
  assert.deepEqual([stream.flows, heard.changes], [true, 1]);
  stream.stop();
  assert.deepEqual([stream.flows, element.src, element.paused], [false, "", true]);
  element.happen("pause");
  assert.equal(heard.stops, 0);
});

test("a fade takes the time it is given, however rarely it is woken, and then says so", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const { element, stream } = streaming();
  stream.start(ADDRESS);
  let done = 0;
  stream.fade(0.5, 200, () => done++);
  assert.deepEqual([element.volume, element.muted], [0, true]);
  now = 100;
  t.mock.timers.tick(20);
  assert.deepEqual([element.volume, element.muted, done], [0.25, false, 0]);
  now = 1_100;
  t.mock.timers.tick(20);
  assert.deepEqual([element.volume, done], [0.5, 1]);
  stream.fade(0, 0);
  assert.deepEqual([element.volume, element.muted], [0, true]);
});

test("who pauses what is heard from outside is told of; muted it means nothing", () => {
  const { element, stream, heard } = streaming();
  stream.start(ADDRESS);
  element.happen("timeupdate", { currentTime: 1 });
  element.happen("pause", { paused: true });
  assert.equal(heard.stops, 0);
  stream.fade(1, 0);
  element.happen("pause", { paused: true });
  assert.equal(heard.stops, 1);
});

test("a stream that fails is tried again, later and later", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { element, stream, heard } = streaming();
  for (const wait of [2_000, 4_000, 8_000]) {
    heard.changes = 0;
    stream.start(ADDRESS);
    assert.equal(element.src, ADDRESS);
    element.happen("error");
    element.happen("error");
    assert.equal(heard.changes, 1);
    stream.start(ADDRESS);
    assert.equal(element.src, "", "not before its time");
    t.mock.timers.tick(wait - 1);
    assert.equal(heard.changes, 1);
    t.mock.timers.tick(1);
    assert.equal(heard.changes, 2);
  }
});

test("a refusal to play is a failure, being told to stop is none", async () => {
  for (const [name, changes] of [
    ["NotAllowedError", 1],
    ["AbortError", 0],
  ]) {
    const { element, stream, heard } = streaming();
    element.refuse = name;
    stream.start(ADDRESS);
    await new Promise((done) => setImmediate(done));
    assert.equal(heard.changes, changes);
    stream.stop();
  }
});

test("every form of a station has its address", () => {
  assert.equal(streamOf("main"), "stream/main.mp3");
  const found = addressesOf("a b", "https://house/music/?x=1#y");
  assert.deepEqual(
    found.map(({ form, address }) => [form, address]),
    [
      ["mp3", "https://house/music/stream/a%20b.mp3"],
      ["opus", "https://house/music/stream/a%20b.opus"],
      ["flac", "https://house/music/stream/a%20b.flac"],
      ["hls", "https://house/music/stream/a%20b/index.m3u8"],
      ["m3u", "https://house/music/stream/a%20b.m3u"],
    ],
  );
});

test("what a device calls itself leads no other device there", () => {
  assert.deepEqual(["localhost", "127.0.0.1", "127.1.2.3", "[::1]"].map(isLocal), [true, true, true, true]);
  assert.deepEqual(["house.local", "192.168.1.4", "127.example.org"].map(isLocal), [false, false, false]);
});

test("iPhones and iPads are known, also an iPad that calls itself a Mac", () => {
  const apple = (userAgent, maxTouchPoints) => isApple({ userAgent, maxTouchPoints });
  assert.equal(apple("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", 5), true);
  assert.equal(apple("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", 5), true);
  assert.equal(apple("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", 0), false);
  assert.equal(apple("Mozilla/5.0 (X11; Linux x86_64)", 10), false);
});

test("a browser that takes no endless length is told what plays all the same", () => {
  const lengths = [];
  const mediaSession = {
    playbackState: "none",
    setActionHandler() {},
    setPositionState({ duration }) {
      lengths.push(duration);
      if (duration === Number.POSITIVE_INFINITY) {
        throw new TypeError("not a finite floating-point value");
      }
    },
  };
  Object.defineProperty(globalThis, "navigator", { value: { mediaSession }, configurable: true });
  const screen = new LockScreen({ play() {}, pause() {}, next() {} });
  screen.become("playing");
  assert.equal(mediaSession.playbackState, "playing");
  screen.become("paused");
  assert.equal(mediaSession.playbackState, "paused");
  assert.deepEqual(lengths, [Number.POSITIVE_INFINITY, undefined]);
});

test("the lock screen names chord, key and station; a hidden page finds the chord by the newest chunk", () => {
  const chord = (frame, symbol) => ({ frame, frames: 44_100, symbol, roman: "i", pitch_classes: [9] });
  const playing = new NowPlaying();
  playing.context = { preset: "sleep", key: "F# minor" };
  assert.deepEqual(playing.words("main"), { title: "F♯ minor · main", album: "Sleep" });
  playing.add({ chords: [chord(0, "Am9"), chord(44_100, "F#7")], phrase_key: "A minor" });
  playing.move(13, 44_100, "page");
  assert.equal(playing.words("main").title, "Am9 · A minor · main");
  playing.move(14, 44_100, "page");
  assert.equal(playing.words("main").title, "F♯7 · A minor · main");
  playing.move(39, 44_100, "stream");
  assert.equal(playing.chord.symbol, "Am9");
  playing.add({ chords: [chord(88_200, "Dm")], phrase_key: "D minor" });
  playing.move(49, 44_100, "stream");
  assert.equal(playing.words("main").title, "F♯7 · D minor · main");
});
