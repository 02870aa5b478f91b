// The paper beside the rows: drawn anew after each save, with the row that is being written in sight.

import { fetched } from "./asking.js";
import { forms } from "./form.js";
import { isNew } from "./row.js";

const PAUSE = 300;

export class Sheet {
  #sheet = document.querySelector("[data-paper]");
  #url;
  #timer;

  constructor(url) {
    this.#url = url;
    document.addEventListener("focusin", (event) => this.follow(event.target.closest("[data-row]")));
    if (this.#sheet && !this.#sheet.childElementCount) this.refresh();
  }

  get #isShown() {
    return this.#sheet && this.#sheet.offsetParent !== null;
  }

  refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), PAUSE);
  }

  async #draw() {
    if (!this.#isShown) return;
    const drawn = await fetched(this.#url);
    if (drawn === null) return;
    const top = this.#sheet.scrollTop;
    this.#sheet.innerHTML = drawn;
    this.#sheet.scrollTop = top;
    this.follow(document.activeElement?.closest("[data-row]"));
  }

  follow(form) {
    if (!form || !this.#isShown) return;
    const printed = this.#sheet.querySelectorAll("table.rows tbody");
    const place = printed[forms().filter((each) => !isNew(each)).indexOf(form)];
    printed.forEach((each) => each.classList.toggle("here", each === place));
    if (!place) return;
    const [box, seen] = [place.getBoundingClientRect(), this.#sheet.getBoundingClientRect()];
    if (box.top < seen.top || box.bottom > seen.bottom) this.#sheet.scrollTop += box.top - seen.top - 24;
  }
}
