import assert from "node:assert/strict";
import { test } from "node:test";
import { isLong, linkTo, momentIn, timeOf } from "../../src/auralis/web/share/moment.js";

test("a frame's time is that of its chunk", () => {
  const times = [0, 4_409, 4_410, 44_100, 33_251_400, 160_000_000];
  assert.deepEqual(
    times.map((frame) => timeOf(frame, 44_100)),
    ["0:00:00", "0:00:00", "0:00:00.1", "0:00:01", "0:12:34", "1:00:28.1"],
  );
  assert.equal(timeOf(-5, 48_000), "0:00:00");
});

test("a link leads to the moment, and the page finds it in its own address", () => {
  const link = linkTo("http://here:8000", "a1Ab-_9", "0:12:34.5");
  assert.equal(link, "http://here:8000/m/a1Ab-_9@0:12:34.5");
  assert.equal(momentIn(`?${new URLSearchParams({ moment: "a1Ab-_9@0:12:34.5" })}`), "a1Ab-_9@0:12:34.5");
  assert.equal(momentIn("?moment=a1Ab-_9"), "a1Ab-_9");
  assert.equal(isLong(link), false);
  assert.equal(isLong(linkTo("http://here", `a1${"x".repeat(2_000)}`, "0:00:00")), true);
});

test("what the server keeps has a short name", () => {
  assert.equal(momentIn("?moment=m7k2xw9fqa"), "m7k2xw9fqa");
  assert.equal(momentIn("?moment=m7k2xw9fqa%400%3A12%3A34.000159"), "m7k2xw9fqa@0:12:34.000159");
  assert.equal(momentIn("?moment=a2xyz"), "a2xyz");
  for (const search of ["?moment=m7k2", "?moment=m7k2xw9fqaa", "?moment=m7k2xw9fq1", "?moment=M7K2XW9FQA"]) {
    assert.equal(momentIn(search), null, search);
  }
});

test("what is no moment is none", () => {
  for (const search of ["", "?moment=", "?moment=b2xyz", "?moment=a1x@12", "?moment=a1x@0:61:00", "?x=a1x"]) {
    assert.equal(momentIn(search), null, search);
  }
});
