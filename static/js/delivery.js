// One sending to the server, and what came of it.

import { ask } from "./asking.js";

// {receipt}, or {refused: why}:
//   "later"     no server; `isLost` where it may have stored what was sent all the same
//   "sign in"   nobody is signed in; "other": somebody else is
//   "gone"      the row is not there any more; "closed": nobody writes here now
//   "conflict"  somebody else wrote meanwhile; "faulty": `faults` are to be mended, and where the rest
//               was `stored` all the same, that is its receipt
// `body()` makes what is sent, anew for every time, with the token of then.
export async function deliver(url, body, door) {
  let answer = await ask(url, body());
  let refused = await refusalOf(answer, door);
  if (refused === "forbidden") {
    // Perhaps only the token was old, from before signing in again. Refused twice, it is meant.
    answer = await ask(url, body());
    refused = await refusalOf(answer, door);
    if (refused === "forbidden") refused = "closed";
  }
  if (refused) return { refused, isLost: !answer || answer.status > 500 };
  const told = await answer.json().catch(() => null);
  if (!told) return { refused: "later", isLost: true };
  if (answer.status === 409) return { refused: "conflict" };
  if (answer.status === 422) return { refused: "faulty", faults: told.faults, stored: told.version && told };
  return { receipt: told };
}

async function refusalOf(answer, door) {
  if (!answer || answer.status >= 500) return "later";
  if (answer.redirected) return "sign in";
  if (answer.status !== 403 && answer.status !== 404) return null;
  const found = await door.ask();
  if (found === "open") return answer.status === 404 ? "gone" : "forbidden";
  return { out: "sign in", away: "later", other: "other", closed: "closed" }[found];
}
