/** The service worker: has the page open without a network too. */

const FILES = /\.(js|css|svg|png|webmanifest)$/;

/**
 * Register it once the page is there, where the browser allows it. What the first visit fetched before the worker
 * was there is fetched again through it, out of the browser's own cache.
 */
export async function openOffline() {
  const workers = isSecureContext ? navigator.serviceWorker : undefined;
  if (!workers) {
    return;
  }
  if (document.readyState !== "complete") {
    await new Promise((done) => addEventListener("load", done, { once: true }));
  }
  const known = workers.controller !== null;
  const controlled = new Promise((done) =>
    workers.addEventListener("controllerchange", done, { once: true }),
  );
  await workers.register(new URL("../sw.js", import.meta.url));
  if (!known) {
    await controlled;
    const fetched = performance.getEntriesByType("resource").map((entry) => entry.name);
    await Promise.all(fetched.filter(isOwnFile).map((name) => fetch(name, { cache: "force-cache" })));
  }
}

/** @param {string} name */
function isOwnFile(name) {
  const { origin, pathname } = new URL(name);
  return origin === location.origin && !pathname.startsWith("/api/") && FILES.test(pathname);
}
