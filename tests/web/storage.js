/** A browser's storage, with what was kept in it. */

/** @param {Record<string, string>} entries */
export function storageWith(entries = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => kept.set(name, text),
    removeItem: (name) => kept.delete(name),
  };
}
