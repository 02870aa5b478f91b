// What was typed and not yet answered by the server, kept in this browser. Twice: localStorage has
// it when the tab is closed at once; IndexedDB when the browser is killed or the power goes, because
// only its strict transactions are on the disk when they end (localStorage is, seconds later).
//
// IndexedDB may also say nothing at all, for ever: it is waited for this long and no longer.

const PATIENCE = 1000;
const STORE = "copies";
const DAY = 24 * 3600 * 1000;
// What is newer, this page has written itself.
const begun = Date.now();

// What is being waited for in vain; whether the last copy reached either store.
const late = new Set();
let isInQuickStore = true;
let isOnDisk = true;

// The slower store does not answer, for now: the server has to have all the sooner.
export const isSilent = () => late.size > 0;
export const isKept = () => isInQuickStore || (isOnDisk && !isSilent());

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

// `answer` if it comes in time, else null. A clock of its own: nothing the page does stops it.
function inTime(answer) {
  let isHere = false;
  answer.finally(() => {
    isHere = true;
    late.delete(answer);
  });
  const gaveUp = new Promise((resolve) => {
    AbortSignal.timeout(PATIENCE).addEventListener("abort", () => {
      if (!isHere) late.add(answer);
      resolve(null);
    });
  });
  return Promise.race([answer, gaveUp]);
}

const waiting = new Map();
let isWriting = false;

async function toDisk(key, entry) {
  waiting.set(key, entry);
  if (isWriting) return;
  isWriting = true;
  try {
    inTime(opened);
    const database = await opened;
    isOnDisk = Boolean(database);
    while (database && waiting.size) {
      const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
      for (const [name, value] of waiting) transaction.objectStore(STORE).put(value, name);
      waiting.clear();
      transaction.commit();
      const done = new Promise((ended) => {
        transaction.oncomplete = () => ended(true);
        transaction.onabort = transaction.onerror = () => ended(false);
      });
      inTime(done);
      isOnDisk = await done;
    }
  } catch {
    // Closed by the browser meanwhile: the other store has it.
    isOnDisk = false;
  }
  isWriting = false;
}

export function put(key, value) {
  const entry = { ...value, at: Date.now() };
  try {
    localStorage.setItem(key, JSON.stringify(entry));
    isInQuickStore = true;
  } catch {
    // Full or forbidden: the other store has it.
    isInQuickStore = false;
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

// Every copy whose key begins so, the newer one where the stores differ: [[key, value], …]. What a
// store tells only after it was waited for is given to `afterwards` in the same form.
export async function all(start, afterwards = () => {}) {
  const found = new Map();
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(start)) found.set(key, JSON.parse(localStorage.getItem(key)));
    }
  } catch {
    // Nothing to be read there.
  }
  const asked = fromDisk(start).catch(() => []);
  const told = await inTime(asked);
  if (!told) {
    asked.then((entries) => afterwards(alive(newerIn(entries, found).filter(([, { at }]) => at < begun))));
  }
  return alive([...found, ...newerIn(told ?? [], found)]);
}

const alive = (entries) => [...new Map(entries)].filter(([, entry]) => entry && !entry.gone);
const newerIn = (entries, found) => entries.filter(([key, entry]) => entry.at > (found.get(key)?.at ?? 0));

async function fromDisk(start) {
  const database = await opened;
  const told = [];
  if (!database) return told;
  await new Promise((done) => {
    const walk = database.transaction(STORE, "readwrite").objectStore(STORE).openCursor(IDBKeyRange.lowerBound(start));
    walk.onerror = done;
    walk.onsuccess = () => {
      const at = walk.result;
      if (!at || !at.key.startsWith(start)) return done();
      if (at.value.gone && at.value.at < Date.now() - DAY) at.delete();
      told.push([at.key, at.value]);
      at.continue();
    };
  });
  return told;
}
