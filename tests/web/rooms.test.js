import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { sources } from "./sources.js";

const MOST_LINES = 300;

/** What each room may import of others; types in comments don't count. */
const OPEN_TO = {
  sound: ["station/signal.js"],
  station: [],
  music: [],
  words: [],
  score: ["music/", "words/", "page/elements.js"],
  controls: ["station/", "music/", "words/", "page/elements.js"],
  life: ["station/", "music/", "words/", "page/elements.js"],
  health: ["station/", "music/", "words/", "page/elements.js"],
  share: ["station/", "music/", "words/", "page/elements.js"],
  page: ["words/", "music/"],
};

const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"|new URL\("([^"]+\.js)", import\.meta\.url\)/g;

/** The files that each file loads, by their paths. */
const LOADS = new Map(
  [...sources(".js")].map(([name, text]) => {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
    const found = [...code.matchAll(IMPORT)].map(([, imported, loaded]) => imported ?? loaded);
    return [name, found.map((path) => posix.join(posix.dirname(name), path))];
  }),
);

test("the reader of imports sees them", () => {
  assert.ok(LOADS.get("app.js").includes("station/session.js"));
  assert.deepEqual(LOADS.get("station/session.js"), [
    "station/place.js",
    "station/signal.js",
    "station/socket.js",
    "station/throttle.js",
    "station/token.js",
  ]);
});

test("every file that is imported is there", () => {
  for (const [name, loads] of LOADS) {
    for (const path of loads) {
      assert.ok(LOADS.has(path), `${name} imports ${path}`);
    }
  }
});

test("a room looks only into those that are open to it, and nobody into app.js", () => {
  for (const [name, loads] of LOADS) {
    const room = posix.dirname(name);
    for (const path of loads) {
      assert.notEqual(path, "app.js", `${name} imports app.js`);
      const open = [...(OPEN_TO[room] ?? []), "sw.js"];
      const may =
        name === "app.js" || posix.dirname(path) === room || open.some((start) => path.startsWith(start));
      assert.ok(may, `${name} must not import ${path}`);
    }
  }
});

test("nothing goes in circles", () => {
  const done = new Set();
  const walk = (name, way) => {
    assert.ok(!way.includes(name), [...way, name].join(" → "));
    if (!done.has(name)) {
      for (const next of LOADS.get(name) ?? []) {
        walk(next, [...way, name]);
      }
      done.add(name);
    }
  };
  for (const name of LOADS.keys()) {
    walk(name, []);
  }
});

/** Loaded where its language is spoken: by its name, which nobody writes out. */
const TRANSLATION = /^words\/[a-z]{2}\.js$/;

test("nothing is left over: every file of a room is loaded by somebody", () => {
  const loaded = new Set([...LOADS.values()].flat());
  const idle = [...LOADS.keys()].filter(
    (name) => name.includes("/") && !loaded.has(name) && !TRANSLATION.test(name),
  );
  assert.deepEqual(idle, []);
});

test("every style sheet is linked, and only those that there are", () => {
  const page = sources("index.html").get("index.html");
  const linked = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href);
  assert.deepEqual(linked.toSorted(), [...sources(".css").keys()]);
});

test("no file is longer than a reader likes, but for the lists of words", () => {
  const files = [...sources(".js", ".css", ".html", ".ts")];
  for (const [name, text] of files.filter(([name]) => !/^words\/\w\w\.js$/.test(name))) {
    const lines = TRANSLATION.test(name) ? 0 : text.split("\n").length - 1;
    assert.ok(lines <= MOST_LINES, `${name} has ${lines} lines`);
  }
});
