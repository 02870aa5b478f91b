// What is being made on the server: the page asks how far it is, until it is there.

const EVERY = 1500;

async function look() {
  const shown = document.querySelector("[data-progress]");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    // Told only where it has changed, so that a screen reader does not say it again and again.
    if (now.textContent !== shown.textContent) shown.replaceChildren(...now.childNodes);
  } catch {
    // The line is down for a moment: asked again.
  }
  if (shown.querySelector("progress")) setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
