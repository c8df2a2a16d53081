import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Library, Refusal } from "../../src/auralis/web/share/library.js";
import { storageWith } from "./storage.js";

const MOMENT = { id: "m7k2xw9fqa", title: "Rain", exports: [] };

/** What was asked for, and what the server answers next. */
let asked = [];
let answer = { ok: true, status: 200, body: {} };

beforeEach(() => {
  asked = [];
  globalThis.fetch = async (path, { method, headers, body }) => {
    asked.push({ path, method, headers, body: body && JSON.parse(body) });
    if (answer === null) {
      throw new TypeError("no network");
    }
    return { ok: answer.ok, status: answer.status, json: async () => answer.body };
  };
});

async function kept(storage) {
  const library = new Library(storage);
  answer = { ok: true, status: 201, body: { ...MOMENT, token: "secret" } };
  const moment = await library.keep({ station: "main", minutes: 5 });
  return { library, moment };
}

test("what is kept here is this listener's own, also later", async () => {
  const storage = storageWith();
  const { library, moment } = await kept(storage);
  assert.deepEqual(moment, MOMENT);
  assert.deepEqual(asked[0].body, { station: "main", minutes: 5 });
  assert.equal(asked[0].headers["Content-Type"], "application/json");
  assert.ok(library.isMine(MOMENT.id) && !library.isMine("mother2345"));
  const later = new Library(storage);
  assert.ok(later.isMine(MOMENT.id));
  answer = { ok: true, status: 200, body: MOMENT };
  await later.rename(MOMENT.id, "Snow");
  assert.deepEqual(asked.at(-1), {
    path: `/api/v1/moments/${MOMENT.id}`,
    method: "PATCH",
    headers: { Authorization: "Bearer secret", "Content-Type": "application/json" },
    body: { title: "Snow" },
  });
});

test("what is deleted, or gone already, is nobody's", async () => {
  for (const status of [204, 404]) {
    const storage = storageWith();
    const { library } = await kept(storage);
    answer = { ok: status === 204, status };
    await library.remove(MOMENT.id);
    assert.equal(asked.at(-1).headers.Authorization, "Bearer secret");
    assert.ok(!new Library(storage).isMine(MOMENT.id));
  }
});

test("a refusal tells its status, and nothing is forgotten", async () => {
  const { library } = await kept(storageWith());
  for (const status of [403, 429, 507]) {
    answer = { ok: false, status };
    await assert.rejects(
      library.remove(MOMENT.id),
      (error) => error instanceof Refusal && error.status === status,
    );
  }
  answer = null;
  await assert.rejects(library.list(), (error) => error instanceof Refusal && error.status === 0);
  assert.ok(library.isMine(MOMENT.id));
});

test("a storage of nonsense, a full one and none are borne", async () => {
  for (const text of ["", "{", "null", "3", '"x"', '{"m7k2xw9fqa": 3}', "[1]"]) {
    assert.ok(!new Library({ getItem: () => text, setItem() {} }).isMine(MOMENT.id), text);
  }
  const full = {
    getItem: () => null,
    setItem() {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  for (const storage of [full, null]) {
    const { library } = await kept(storage);
    assert.ok(library.isMine(MOMENT.id));
  }
});
