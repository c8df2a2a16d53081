import assert from "node:assert/strict";
import { test } from "node:test";
import { de } from "../../src/auralis/web/words/de.js";
import { en } from "../../src/auralis/web/words/en.js";
import { knows, language, say } from "../../src/auralis/web/words/words.js";
import { sources } from "./sources.js";

/** Every sentence by its path. */
function sentences(words, before = "") {
  return new Map(
    Object.entries(words).flatMap(([key, value]) => {
      const path = `${before}${key}`;
      return typeof value === "string" ? [[path, value]] : [...sentences(value, `${path}.`)];
    }),
  );
}

const ENGLISH = sentences(en);
const GERMAN = sentences(de);
const CODE = [...sources(".js")].filter(([name]) => !/^words\/(de|en)\.js$/.test(name));
const PAGE = sources("index.html").get("index.html");

const holes = (sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const matches = (pattern, text) => [...text.matchAll(pattern)].map(([, path]) => path);

/** Paths that are written out. */
const SAID = CODE.flatMap(([name, text]) =>
  matches(/\bsay\(\s*"([^"]+)"/g, text).map((path) => [name, path]),
);
const ASKED = matches(/\bdata-say(?:-\w+)?="([^"]+)"/g, PAGE);

/** The beginnings of paths whose ends are known only while the page runs. */
const BEGINNINGS = CODE.flatMap(([name, text]) =>
  matches(/`([a-z]+\.(?:\w+\.)*)\$\{/g, text).map((path) => [name, path]),
);

test("both languages have the same paths, and the same holes in them", () => {
  assert.deepEqual([...GERMAN.keys()].sort(), [...ENGLISH.keys()].sort());
  for (const [path, sentence] of ENGLISH) {
    assert.deepEqual(holes(GERMAN.get(path)), holes(sentence), path);
    assert.ok(sentence.trim() && GERMAN.get(path).trim(), `${path} is empty`);
  }
});

test("whatever the page says, there are words for it", () => {
  assert.ok(SAID.length > 10 && ASKED.length > 5);
  for (const [name, path] of SAID) {
    assert.ok(ENGLISH.has(path), `${name} says ${path}`);
  }
  for (const path of ASKED) {
    assert.ok(ENGLISH.has(path), `index.html asks for ${path}`);
  }
  const sections = Object.keys(en);
  for (const [name, path] of BEGINNINGS.filter(([, start]) => sections.includes(start.split(".")[0]))) {
    assert.ok(
      [...ENGLISH.keys()].some((known) => known.startsWith(path)),
      `${name} says ${path}…`,
    );
  }
});

test("no words are left over", () => {
  const literals = new Set(CODE.flatMap(([, text]) => matches(/"((?:[a-z]\w*\.)+\w+)"/g, text)));
  const said = (path) =>
    literals.has(path) || ASKED.includes(path) || BEGINNINGS.some(([, start]) => path.startsWith(start));
  assert.deepEqual(
    [...ENGLISH.keys()].filter((path) => !said(path)),
    [],
  );
});

test("German says du, and both languages end their sentences alike", () => {
  for (const [path, sentence] of GERMAN) {
    assert.doesNotMatch(sentence, /\b(Sie haben|Ihre?[mnrs]?|Ihnen)\b/, path);
    assert.equal(/[.!?…]$/.test(sentence), /[.!?…]$/.test(ENGLISH.get(path)), path);
  }
});

test("values go into their holes, and a hole without a value stays", () => {
  assert.equal(language, "en");
  assert.equal(
    say("faults.skipped", { seconds: 1.5 }),
    "The line was too slow for a moment: 1.5 s were left out.",
  );
  assert.match(say("faults.skipped"), /\{seconds\}/);
  assert.throws(() => say("faults.nothing"), RangeError);
  assert.throws(() => say("faults"), RangeError);
  assert.ok(knows("player.play") && !knows("player.constructor"));
});
