// Whether this person may write here now, and the way back in where the session has ended: in
// another tab, so that nothing typed has to leave this one.

import { make } from "./elements.js";
import { isWarning, warn, warnNoMore } from "./telling.js";
import { word } from "./words.js";

const ASK_AGAIN = 5000;

export class Door {
  #page;
  #opened;
  #asking;

  // `opened` is called when somebody who had to sign in again has done so.
  constructor(page, opened) {
    this.#page = page;
    this.#opened = opened;
    window.addEventListener("focus", () => this.#comeBack());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#comeBack());
  }

  // "open", or why not: "away" (no server), "out" (nobody signed in), "other" (somebody else is),
  // "closed". A new session's token goes into every form.
  async ask() {
    const url = this.#page.dataset.items ?? location.pathname;
    const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (!answer || answer.status >= 500) return "away";
    if (answer.redirected) return "out";
    if (!answer.ok) return "closed";
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (fresh.querySelector("[data-user]")?.dataset.user !== this.#page.dataset.user) return "other";
    const { value } = fresh.querySelector("[name=csrfmiddlewaretoken]");
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = value));
    return "open";
  }

  askToSignIn() {
    if (isWarning()) return;
    const way = make("a", { href: "/accounts/login/?next=/", target: "_blank" }, word.door);
    warn(`${word.signIn} `, way, word.backAgain);
    clearInterval(this.#asking);
    this.#asking = setInterval(() => this.#comeBack(), ASK_AGAIN);
  }

  async #comeBack() {
    if (!isWarning()) return;
    const found = await this.ask();
    if (found === "other") warn(word.other);
    if (found !== "open" || !isWarning()) return;
    clearInterval(this.#asking);
    warnNoMore();
    this.#opened();
  }
}
