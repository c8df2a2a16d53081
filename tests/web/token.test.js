import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { TokenForm } from "../../src/auralis/web/health/tokenform.js";
import { socketPath } from "../../src/auralis/web/station/place.js";
import { Signal } from "../../src/auralis/web/station/signal.js";
import {
  ask,
  asksForToken,
  hold,
  need,
  takeToken,
  token,
  withToken,
} from "../../src/auralis/web/station/token.js";

const stored = new Map();

beforeEach(() => {
  stored.clear();
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: { getItem: (name) => stored.get(name) ?? null, setItem: (name, text) => stored.set(name, text) },
  });
  hold("");
  need(false);
});

test("a token in the page's address is taken out of it and kept", () => {
  assert.equal(takeToken("?moment=m1&token=secret%2B1&station=sleep"), "?moment=m1&station=sleep");
  assert.equal(token(), "secret+1");
  assert.equal(stored.get("auralis_token"), "secret+1");
  assert.equal(takeToken("?token=other"), "");
  assert.equal(token(), "other");
  assert.equal(takeToken("?moment=m1"), "?moment=m1");
  assert.equal(token(), "other");
});

test("a browser that keeps nothing has the token until the page is left", () => {
  localStorage.setItem = () => {
    throw new Error("forbidden");
  };
  hold("  secret ");
  assert.equal(token(), "secret");
});

test("addresses for others carry the token only where listening needs one", () => {
  hold("a&b");
  assert.equal(withToken("stream/main.mp3"), "stream/main.mp3");
  assert.equal(withToken("stream/main.mp3", true), "stream/main.mp3?token=a%26b");
  need(true);
  assert.equal(withToken("stream/main.mp3"), "stream/main.mp3?token=a%26b");
  assert.equal(withToken("qr.svg?text=x"), "qr.svg?text=x&token=a%26b");
  hold("");
  assert.equal(withToken("stream/main.mp3", true), "stream/main.mp3");
});

test("sockets bring the token, and the owner's beside it", () => {
  assert.equal(socketPath({ station: "main" }, null), "/ws/main");
  hold("listen");
  assert.equal(socketPath({ station: "main" }, 7), "/ws/main?token=listen&after=7");
  assert.equal(socketPath({ station: "mine", token: "own" }, null), "/ws/mine?token=listen&token=own");
  assert.equal(socketPath({ station: "", wish: { seed: 7 } }, null), "/ws/new?token=listen&seed=7");
});

test("what is asked brings the token; what is one's own brings the other in the address", async () => {
  const asked = [];
  mock.method(globalThis, "fetch", async (path, { headers }) => asked.push([path, headers]));
  await ask("/api/v1/moments");
  hold("listen");
  await ask("/api/v1/moments");
  await ask("/api/v1/moments/m1", { method: "DELETE", headers: { A: "b" } }, "own");
  assert.deepEqual(asked, [
    ["/api/v1/moments", {}],
    ["/api/v1/moments", { Authorization: "Bearer listen" }],
    ["/api/v1/moments/m1?token=listen", { A: "b", Authorization: "Bearer own" }],
  ]);
  mock.restoreAll();
});

test("which refusals another token would mend", () => {
  assert.deepEqual(
    ["TOKEN_NEEDED", "TOKEN_WRONG", "LINK_EXPIRED", "NOT_ALLOWED", "NOT_OWNER", "INVALID_CONTROL"].map(
      asksForToken,
    ),
    [true, true, true, true, false, false],
  );
});

test("the field is there from the refusal until a station greets, and what was entered is brought", () => {
  const form = Object.assign(new EventTarget(), { hidden: true });
  const field = { value: "" };
  let reopened = 0;
  const session = {
    onLink: new Signal(),
    onRefusal: new Signal(),
    onHello: new Signal(),
    reopen: () => reopened++,
  };
  new TokenForm(form, field, session);
  session.onLink.emit({ link: "closed", code: 4404 });
  session.onRefusal.emit({ code: "NOT_OWNER" });
  assert.ok(form.hidden);
  session.onLink.emit({ link: "closed", code: 4401 });
  assert.ok(!form.hidden);
  const submit = () => form.dispatchEvent(new Event("submit", { cancelable: true }));
  field.value = "  ";
  submit();
  assert.equal(reopened, 0);
  field.value = " secret ";
  session.onLink.emit({ link: "connecting", code: 0 });
  assert.ok(!form.hidden && field.value === " secret ", "who writes is left in peace");
  submit();
  assert.deepEqual([token(), field.value, reopened, form.hidden], ["secret", "", 1, false]);
  session.onHello.emit({});
  assert.ok(form.hidden);
  session.onRefusal.emit({ code: "NOT_ALLOWED" });
  assert.ok(!form.hidden);
});
