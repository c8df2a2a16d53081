import assert from "node:assert/strict";
import { test } from "node:test";
import { onGauge, rows } from "../../src/auralis/web/health/figures.js";
import { say } from "../../src/auralis/web/words/words.js";

const FIGURES = {
  depthMs: 320,
  targetMs: 300,
  jitterMs: 12.4,
  tier: "healthy",
  underruns: 2,
  leaps: 1,
  lost: 3,
  drift: 0.0042,
  latencyMs: 340,
  codec: "auralis.opus",
  rate: 48_000,
  resampled: true,
  shared: false,
};

test("each tier has a quarter of the gauge", () => {
  assert.deepEqual([0, 100, 300, 500, 800].map(onGauge), [0, 0.25, 0.5, 0.75, 1]);
  assert.equal(onGauge(200), 0.375);
  assert.equal(onGauge(650), 0.875);
  assert.deepEqual([onGauge(-5), onGauge(60_000)], [0, 1]);
});

test("figures read as a listener reads them", () => {
  const shown = new Map(
    rows({
      figures: FIGURES,
      link: "open",
      roundTripMs: 20,
      hello: { station: "main", client_id: "abc", engine: "0.2.0" },
      status: { buffer_depth_ms: 200, active_clients: 7 },
    }),
  );
  assert.equal(shown.get("latency"), "350 ms");
  assert.equal(shown.get("jitter"), "12 ms");
  assert.equal(shown.get("lead"), "200 ms");
  assert.equal(shown.get("drift"), "+0.42%");
  assert.equal(shown.get("rate"), `48 kHz, ${say("health.resampled")}`);
  assert.equal(shown.get("underruns"), "2");
  assert.equal(shown.get("station"), "main");
  assert.equal(shown.get("engine"), "0.2.0");
});

test("what is not known yet is a dash", () => {
  const shown = new Map(
    rows({ figures: FIGURES, link: "connecting", roundTripMs: null, hello: null, status: null }),
  );
  assert.deepEqual(
    ["roundTrip", "lead", "listeners", "station", "client", "engine"].map((name) => shown.get(name)),
    Array(6).fill("–"),
  );
  assert.equal(shown.get("latency"), "340 ms");
});
