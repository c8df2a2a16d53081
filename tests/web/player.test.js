import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Arrivals } from "../../src/auralis/web/sound/arrivals.js";
import { Intake } from "../../src/auralis/web/sound/intake.js";
import { Player } from "../../src/auralis/web/sound/player.js";

const RATE = 44_100;
const CHUNK = 4_410;

let made = [];
let refused = [];
let now = 0;
Date.now = () => now;

class FakeParam {
  value = 1;
  curve = null;
  cancelScheduledValues() {}
  setValueAtTime(value) {
    this.value = value;
  }
  linearRampToValueAtTime(value) {
    this.value = value;
  }
  setValueCurveAtTime(curve, _at, seconds) {
    this.curve = { curve, seconds };
  }
}

class FakeNode {
  constructor(context, options) {
    this.context = context;
    this.options = options;
    this.gain = new FakeParam();
    this.gain.value = options?.gain ?? 1;
  }
  connect(node) {
    return node;
  }
}

globalThis.GainNode = FakeNode;
globalThis.AudioWorkletNode = class extends FakeNode {
  constructor(context, _name, options) {
    super(context, options);
    this.told = [];
    this.port = { postMessage: (message) => this.told.push(message) };
    context.node = this;
  }
};
globalThis.AudioContext = class {
  state = "suspended";
  currentTime = 0;
  baseLatency = 0.01;
  resumed = 0;
  audioWorklet = { addModule: async () => {} };
  constructor({ sampleRate = 48_000 } = {}) {
    if (refused.includes(sampleRate)) {
      throw new Error("NotSupportedError");
    }
    this.sampleRate = sampleRate;
    made.push(this);
  }
  async resume() {
    this.resumed += 1;
    this.turn("running");
  }
  async suspend() {
    this.turn("suspended");
  }
  async close() {
    this.turn("closed");
  }
  turn(state) {
    this.state = state;
    this.onstatechange?.();
  }
};

beforeEach(() => {
  made = [];
  refused = [];
  now = 0;
});

function memory(items = {}) {
  return {
    getItem: (name) => items[name] ?? null,
    setItem: (name, value) => Object.assign(items, { [name]: value }),
    items,
  };
}

function chunk(seq, packets = undefined) {
  const sound = packets ? { packets } : { pcm: new Int16Array(CHUNK * 2).fill(seq) };
  return { seq, silent: false, timestamp: 0, ...sound };
}

/** Give a player chunks, each a tenth of a second after the one before it. */
function feed(player, from, to) {
  for (let seq = from; seq <= to; seq++) {
    now += 100;
    player.receive(chunk(seq));
  }
}

function report(more) {
  const even = { position: 0, time: 0, peak: 3 * CHUNK, phase: "playing", target: 3, drift: 0 };
  made.at(-1).node.port.onmessage({ data: { ...even, corrections: 0, underruns: 0, leaps: 0, ...more } });
}

function told(type) {
  return made.at(-1).node.told.filter((message) => message.type === type);
}

async function playing() {
  const player = new Player(null);
  await player.play();
  return player;
}

test("chunks that came before play are played at once, from where they are due", async () => {
  const player = new Player(null);
  feed(player, 10, 40);
  now += 40;
  await player.play();
  const [play] = told("play");
  const chunks = told("chunk").map(({ pcm }) => pcm[0]);
  assert.deepEqual(chunks, [37, 38, 39, 40]);
  assert.equal(play.wanted, 2 * CHUNK);
  // Chunk 40 came 40 ms ago, so the 38.4th is due three chunks later.
  assert.equal(play.position, Math.round(1.4 * CHUNK));
  assert.equal(player.state, "buffering");
  report({});
  assert.equal(player.state, "playing");
});

test("with nothing at hand it waits for the target", async () => {
  const player = await playing();
  assert.deepEqual(told("play"), [{ type: "play", position: 0, wanted: undefined }]);
  feed(player, 0, 3);
  assert.equal(told("chunk").length, 4);
  assert.deepEqual(
    told("chunk").map(({ joined }) => joined),
    [false, true, true, true],
  );
});

test("no chunk is played twice, and those that never came are counted", async () => {
  const player = await playing();
  feed(player, 0, 3);
  feed(player, 2, 3);
  feed(player, 6, 6);
  assert.deepEqual(
    told("chunk").map(({ pcm }) => pcm[0]),
    [0, 1, 2, 3, 6],
  );
  assert.equal(player.figures().lost, 2);
});

test("after a stall it goes on with what is due, not with what was", async () => {
  const player = await playing();
  feed(player, 0, 30);
  now += 2_000;
  for (let seq = 31; seq <= 50; seq++) {
    player.receive(chunk(seq));
  }
  const plays = told("play");
  assert.equal(plays.length, 2);
  // The first that came was the 31st; due by then, three chunks late, is the end of the 48th, behind 32 to 47.
  assert.ok(Math.abs(plays[1].position - (31 + 16) * CHUNK) < 0.2 * CHUNK, `${plays[1].position / CHUNK}`);
  assert.equal(player.figures().lost, 0);
});

test("a station that began anew is heard from its beginning", async () => {
  const player = await playing();
  feed(player, 100, 103);
  player.expect(0);
  feed(player, 0, 2);
  assert.deepEqual(
    told("chunk").map(({ pcm }) => pcm[0]),
    [100, 101, 102, 103, 0, 1, 2],
  );
});

test("another station: what plays is dropped, what comes is waited for", async () => {
  const player = await playing();
  feed(player, 100, 103);
  player.forget();
  assert.equal(told("play").at(-1).position, 4 * CHUNK);
  feed(player, 5, 6);
  assert.equal(told("chunk").at(-1).pcm[0], 6);
});

test("the state follows the buffer: fewer than two chunks are buffering, and an emergency is told once", async () => {
  const player = await playing();
  const tiers = [];
  const states = [];
  player.onTier.on((tier) => tiers.push(tier));
  player.onState.on((state) => states.push(state));
  report({ phase: "filling", peak: 0 });
  report({});
  report({ peak: 2 * CHUNK });
  report({ peak: 1.2 * CHUNK });
  report({ peak: 0.3 * CHUNK });
  report({ peak: 0, phase: "filling" });
  report({ peak: 5 * CHUNK, target: 5 });
  assert.deepEqual(states, ["playing", "buffering", "playing"]);
  assert.deepEqual(tiers, ["emergency", "full"]);
  assert.equal(player.figures().targetMs, 500);
});

test("a pause lets the context rest once the sound has gone", async () => {
  const player = await playing();
  player.pause();
  assert.equal(made[0].state, "running");
  report({ phase: "stopped" });
  assert.equal(made[0].state, "suspended");
  assert.equal(made[0].resumed, 1);
});

test("a context that is stopped from outside is asked to go on, and goes on with what is due", async () => {
  const player = await playing();
  feed(player, 0, 20);
  const before = told("play").length;
  made[0].resume = async () => {};
  made[0].turn("interrupted");
  feed(player, 21, 60);
  assert.ok(!told("chunk").some(({ pcm }) => pcm[0] === 30));
  made[0].turn("running");
  assert.equal(told("play").length, before + 1);
  assert.equal(told("chunk").at(-1).pcm[0], 60);
  assert.equal(player.state, "buffering");
});

test("a device that refuses the rate gets a context of its own, and a resampler", async () => {
  refused = [RATE];
  const player = await playing();
  assert.deepEqual([player.figures().rate, player.figures().resampled], [48_000, true]);
  assert.equal(made[0].node.options.processorOptions.rate, RATE);
});

test("another rate of the station opens another context, which plays on", async () => {
  const player = await playing();
  await player.setRate(48_000);
  assert.equal(made[0].state, "closed");
  assert.equal(made[1].sampleRate, 48_000);
  assert.equal(player.state, "buffering");
  assert.equal(told("play").length, 1);
});

test("the frame that plays is the station's", async () => {
  const player = await playing();
  assert.equal(player.framePlaying(), null);
  feed(player, 50, 53);
  report({ position: 1_000, time: 0 });
  made[0].currentTime = 0.11;
  assert.ok(Math.abs(player.framePlaying() - (50 * CHUNK + 1_000 + 0.1 * RATE)) < 1);
  player.pause();
  assert.equal(player.framePlaying(), null);
});

test("volume and the fade for the night stand beside each other", async () => {
  const player = await playing();
  player.volume = 0.5;
  player.fade(0, 60);
  assert.equal(player.output.gain.value, 0.5);
  assert.equal(player.volume, 0.5);
  player.volume = 7;
  assert.equal(player.volume, 1);
});

test("the forms are what the browser can and the listener wants, and garbage is no wish", () => {
  assert.deepEqual(new Player(null).forms, ["auralis.pcm"]);
  globalThis.AudioDecoder = class {
    configure() {
      throw new Error("no Opus here");
    }
  };
  assert.deepEqual(new Player(null).forms, ["auralis.opus", "auralis.pcm"]);
  assert.deepEqual(new Player(memory({ auralis_codec: "flac" })).codec, "auto");
  const kept = memory({ auralis_codec: "pcm" });
  const player = new Player(kept);
  const told = [];
  player.onForms.on((forms) => told.push(forms));
  assert.deepEqual(player.forms, ["auralis.pcm"]);
  player.codec = "opus";
  player.codec = "auto";
  assert.deepEqual(told, [["auralis.opus", "auralis.pcm"]]);
  assert.equal(kept.items.auralis_codec, "auto");
  delete globalThis.AudioDecoder;
});

test("a browser that can't decode after all is given samples", async () => {
  globalThis.AudioDecoder = class {
    configure() {
      throw new Error("no Opus here");
    }
  };
  const player = new Player(null);
  const told = [];
  player.onForms.on((forms) => told.push(forms));
  await player.play();
  assert.equal(made[0].sampleRate, 48_000);
  for (let seq = 0; seq < 5; seq++) {
    now += 100;
    player.receive(chunk(seq, [Uint8Array.of(1)]));
  }
  assert.deepEqual(told, [["auralis.pcm"]]);
  now += 100;
  player.receive(chunk(5));
  await new Promise((done) => setImmediate(done));
  assert.equal(made.at(-1).sampleRate, RATE);
  assert.equal(player.figures().codec, "auralis.pcm");
  delete globalThis.AudioDecoder;
});

test("jitter is smoothed over sixteen chunks, and what comes in bursts does not move what is due", () => {
  const arrivals = new Arrivals();
  for (let n = 0; n < 200; n++) {
    arrivals.arrive(n, n * 100 + (n % 2) * 30);
  }
  assert.ok(Math.abs(arrivals.jitterMs - 30) < 1);
  const before = arrivals.due(20_000);
  for (let n = 200; n < 210; n++) {
    arrivals.arrive(n, 20_000);
  }
  assert.ok(Math.abs(arrivals.due(20_000) - before) < 0.15);
});

test("kept chunks that are old are not what is due", () => {
  const intake = new Intake();
  for (let seq = 0; seq < 20; seq++) {
    intake.accept(chunk(seq), seq * 100);
  }
  assert.equal(intake.start(3, 1_950).chunks.length, 4);
  assert.equal(intake.start(3, 9_000).chunks.length, 0);
  assert.ok(!(intake.start(3, 9_000).ahead >= 0));
});
