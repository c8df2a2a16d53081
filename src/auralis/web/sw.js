/**
 * The page without a network. The network always comes first, so that a new version is never late; where it fails,
 * or keeps us waiting, the page's files are those of the last visit. What is live is never touched.
 */

/**
 * @typedef {Event & { waitUntil(work: Promise<unknown>): void }} WorkerEvent
 * @typedef {WorkerEvent & { request: Request, respondWith(answer: Promise<Response>): void }} FetchEvent
 * @typedef {{ skipWaiting(): Promise<void>, clients: { claim(): Promise<void> } }} ServiceWorkerScope
 */

const PAGE_CACHE = "auralis-page";
/** What the listener kept, under `kept/`; filled by the page. */
const KEPT_CACHE = "auralis-kept";
const PATIENCE_MS = 4_000;
const ROOT = new URL("./", self.location.href).href;
const LIVE = /^(api|ws|stream|metrics|openapi\.json)(\/|$)/;

const scope = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (self));

self.addEventListener("install", (event) => {
  const work = caches.open(PAGE_CACHE).then((cache) => cache.add(ROOT));
  /** @type {WorkerEvent} */ (event).waitUntil(work.then(() => scope.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  /** @type {WorkerEvent} */ (event).waitUntil(scope.clients.claim());
});

self.addEventListener("fetch", (happened) => {
  const event = /** @type {FetchEvent} */ (happened);
  const { request } = event;
  const address = request.url.replace(/[?#].*/, "");
  const path = address.startsWith(ROOT) ? address.slice(ROOT.length) : "api";
  if (request.method !== "GET" || LIVE.test(path)) {
    return;
  }
  event.respondWith(path.startsWith("kept/") ? kept(request) : ofPage(event, address));
});

/**
 * @param {FetchEvent} event
 * @param {string} address without its query: the page's files have none
 */
async function ofPage(event, address) {
  const cache = await caches.open(PAGE_CACHE);
  const coming = fetch(event.request);
  event.waitUntil(coming.then((answer) => keep(cache, address, answer.clone())).catch(() => {}));
  const answer = await Promise.race([coming.catch(() => null), pause()]);
  if (answer && answer.status < 500) {
    return answer;
  }
  const page = event.request.mode === "navigate" ? await cache.match(ROOT) : undefined;
  return (await cache.match(address)) ?? page ?? answer ?? coming;
}

/** @returns {Promise<null>} */
function pause() {
  return new Promise((done) => setTimeout(() => done(null), PATIENCE_MS));
}

/**
 * @param {Cache} cache
 * @param {string} address
 * @param {Response} answer
 */
async function keep(cache, address, answer) {
  if (answer.status === 200 && !answer.redirected) {
    await cache.put(address, answer);
  }
}

/**
 * Something kept, or the part of it that a media element asks for.
 * @param {Request} request
 */
async function kept(request) {
  const cache = await caches.open(KEPT_CACHE);
  const found = await cache.match(request.url);
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!found || !asked) {
    return found ?? fetch(request);
  }
  const whole = await found.blob();
  const first = Number(asked[1]);
  const last = Math.min(Number(asked[2] || whole.size), whole.size - 1);
  if (first > last) {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  }
  const headers = new Headers(found.headers);
  headers.set("Content-Range", `bytes ${first}-${last}/${whole.size}`);
  headers.set("Content-Length", String(last + 1 - first));
  return new Response(whole.slice(first, last + 1), { status: 206, headers });
}
