// What was typed and not yet answered by the server, kept in this browser. Twice: localStorage has
// it when the tab is closed at once; IndexedDB when the browser is killed or the power goes, because
// only its strict transactions are on the disk when they end (localStorage is, seconds later).

const STORE = "copies";
const DAY = 24 * 3600 * 1000;

const opened = new Promise((resolve) => {
  let asked;
  try {
    asked = indexedDB.open("minutes", 1);
  } catch {
    resolve(null);
    return;
  }
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => resolve(null);
});

const waiting = new Map();
let writing = false;

async function toDisk(key, entry) {
  waiting.set(key, entry);
  if (writing) return;
  writing = true;
  const database = await opened;
  while (database && waiting.size) {
    const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
    for (const [name, value] of waiting) transaction.objectStore(STORE).put(value, name);
    waiting.clear();
    transaction.commit();
    await new Promise((done) => (transaction.oncomplete = transaction.onabort = transaction.onerror = done));
  }
  writing = false;
}

export function put(key, value) {
  const entry = { ...value, at: Date.now() };
  try {
    localStorage.setItem(key, JSON.stringify(entry));
  } catch {
    // Full or forbidden: the other store has it.
  }
  toDisk(key, entry);
}

// A drop is written too, so that an older copy of the other store does not come back.
export function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there either.
  }
  toDisk(key, { gone: true, at: Date.now() });
}

// Every copy whose key begins so, the newer one where the stores differ: [[key, value], …].
export async function all(start) {
  const found = new Map();
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(start)) found.set(key, JSON.parse(localStorage.getItem(key)));
    }
  } catch {
    // Nothing to be read there.
  }
  for (const [key, entry] of await fromDisk(start)) {
    if (entry.gone && entry.at < Date.now() - DAY) forget(key);
    if (entry.at > (found.get(key)?.at ?? 0)) found.set(key, entry);
  }
  return [...found].filter(([, entry]) => entry && !entry.gone);
}

async function fromDisk(start) {
  const database = await opened;
  if (!database) return [];
  return new Promise((resolve) => {
    const found = [];
    const walk = database.transaction(STORE).objectStore(STORE).openCursor(IDBKeyRange.lowerBound(start));
    walk.onerror = () => resolve(found);
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at || !at.key.startsWith(start)) return resolve(found);
      found.push([at.key, at.value]);
      at.continue();
    };
  });
}

async function forget(key) {
  const database = await opened;
  database.transaction(STORE, "readwrite").objectStore(STORE).delete(key);
}
