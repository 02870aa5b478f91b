// Requests to the server, which may fail to arrive: null then.

const PATIENCE = 30_000;

// A form sent by the page itself: the server answers with JSON instead of a page.
export function ask(url, body) {
  return fetch(url, {
    method: "POST",
    body,
    headers: { "X-Autosave": "1" },
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
}

// A piece of a page; null also where it was refused, or somebody has to sign in first.
export async function fetched(url, headers = {}, signal = null) {
  const answer = await fetch(url, { credentials: "same-origin", headers, signal }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer.text() : null;
}
