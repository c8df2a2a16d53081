import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../src/auralis/web/sw.js", import.meta.url), "utf8");
const ROOT = "http://house/";

/** The service worker beside a network that the test makes up; `kept` is what its caches hold. */
function worker(t, network) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const kept = { "auralis-page": new Map(), "auralis-kept": new Map() };
  const cacheOf = (held) => ({
    match: async (address) => held.get(address)?.clone(),
    put: async (address, answer) => void held.set(address, answer),
    add: async (address) => void held.set(address, await network({ url: address })),
  });
  const hearers = {};
  const did = [];
  const self = {
    location: { href: `${ROOT}sw.js` },
    addEventListener: (name, hearer) => {
      hearers[name] = hearer;
    },
    skipWaiting: async () => did.push("skip"),
    clients: { claim: async () => did.push("claim") },
  };
  const caches = { open: async (name) => cacheOf(kept[name]) };
  const fetch = async (request) => network(request);
  vm.runInNewContext(SOURCE, {
    self,
    caches,
    fetch,
    URL,
    Headers,
    Response,
    Promise,
    setTimeout,
    Number,
    Math,
    String,
  });
  /** Ask as the browser does; undefined when the worker leaves the request alone. */
  const ask = async (path, { method = "GET", mode = "no-cors", range, late = false } = {}) => {
    let answer;
    const work = [];
    const headers = new Headers(range ? { range } : {});
    hearers.fetch({
      request: { url: new URL(path, ROOT).href, method, mode, headers },
      respondWith: (coming) => {
        answer = coming;
      },
      waitUntil: (what) => work.push(what),
    });
    if (late) {
      await new Promise((done) => setImmediate(done));
      t.mock.timers.tick(4_000);
    }
    const got = await answer?.catch((error) => error);
    await Promise.all(late ? [] : work);
    return got;
  };
  return { ask, kept, hearers, did };
}

const page = (text, status = 200) => new Response(text, { status });

test("what is live is left alone, and so is what is not of this page", async (t) => {
  const { ask } = worker(t, () => assert.fail("asked for"));
  for (const path of [
    "api/status",
    "api/v1/qr.svg?text=x",
    "ws",
    "stream/main.mp3",
    "stream/main/index.m3u8",
    "metrics",
    "openapi.json",
    "http://elsewhere/app.js",
  ]) {
    assert.equal(await ask(path), undefined, path);
  }
  assert.equal(await ask("app.js", { method: "POST" }), undefined);
});

test("the network comes first; without it the page is as it was last", async (t) => {
  let network = () => page("one");
  const { ask, kept } = worker(t, (request) => network(request));
  assert.equal(await (await ask("app.js?x=1")).text(), "one");
  assert.deepEqual([...kept["auralis-page"].keys()], [`${ROOT}app.js`]);
  network = () => page("two");
  assert.equal(await (await ask("app.js")).text(), "two");
  network = () => {
    throw new TypeError("no network");
  };
  assert.equal(await (await ask("app.js?y=2")).text(), "two");
  assert.ok((await ask("other.js")) instanceof TypeError);
});

test("a server that fails or keeps us waiting is as good as none; what is missing is missing", async (t) => {
  let network = () => page("good");
  const { ask } = worker(t, (request) => network(request));
  await ask("app.js");
  network = () => page("broken", 502);
  assert.equal(await (await ask("app.js")).text(), "good");
  assert.equal((await ask("new.js")).status, 502);
  network = () => page("gone", 404);
  assert.equal((await ask("app.js")).status, 404);
  network = () => page("good again");
  assert.equal(await (await ask("app.js")).text(), "good again");
  network = () => new Promise(() => {});
  assert.equal(await (await ask("app.js", { late: true })).text(), "good again");
});

test("every address of the page opens it offline, once the worker is there", async (t) => {
  let network = () => page("the page");
  const { ask, hearers, did } = worker(t, (request) => network(request));
  for (const name of ["install", "activate"]) {
    const work = [];
    hearers[name]({ waitUntil: (what) => work.push(what) });
    await Promise.all(work);
  }
  assert.deepEqual(did, ["skip", "claim"]);
  network = () => {
    throw new TypeError("no network");
  };
  assert.equal(await (await ask("", { mode: "navigate" })).text(), "the page");
  assert.equal(await (await ask("?at=1#x", { mode: "navigate" })).text(), "the page");
});

test("what was kept is there without a network, whole and in parts", async (t) => {
  const { ask, kept } = worker(t, () => page("from the network"));
  const headers = { "Content-Type": "audio/flac" };
  kept["auralis-kept"].set(`${ROOT}kept/evening.flac`, new Response("0123456789", { headers }));
  assert.equal(await (await ask("kept/evening.flac")).text(), "0123456789");
  const part = await ask("kept/evening.flac", { range: "bytes=2-4" });
  assert.deepEqual([part.status, await part.text()], [206, "234"]);
  assert.equal(part.headers.get("content-range"), "bytes 2-4/10");
  assert.equal(part.headers.get("content-type"), "audio/flac");
  const rest = await ask("kept/evening.flac", { range: "bytes=7-" });
  assert.equal(rest.headers.get("content-range"), "bytes 7-9/10");
  assert.equal(await rest.text(), "789");
  assert.equal((await ask("kept/evening.flac", { range: "bytes=10-" })).status, 416);
  assert.equal(await (await ask("kept/other.flac")).text(), "from the network");
});
