// A list of choices under a field, steered by keys while the field keeps the focus.

import { make } from "./elements.js";

export class Options {
  #list;
  #chosen = -1;
  // The field the list is open under.
  field = null;

  // `choose(option)` is called for the one that was clicked.
  constructor(id, label, choose) {
    this.#list = make("ul", { id, class: "lookup", role: "listbox", "aria-label": label });
    for (const name of ["pointerdown", "mousedown"]) {
      this.#list.addEventListener(name, (event) => event.preventDefault());
    }
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option && this.field) choose(option);
    });
  }

  get count() {
    return this.#list.children.length;
  }

  get chosen() {
    return this.#list.children[this.#chosen];
  }

  // False where there is nothing to choose from.
  open(field, html) {
    this.#list.innerHTML = html;
    if (!this.count) return false;
    this.field = field;
    field.parentElement.classList.add("lookup-at");
    field.after(this.#list);
    field.setAttribute("aria-controls", this.#list.id);
    return true;
  }

  close() {
    if (!this.field) return;
    this.lower();
    this.field.removeAttribute("aria-controls");
    this.field.parentElement.classList.remove("lookup-at");
    this.#list.remove();
    this.field = null;
  }

  next() {
    this.#highlight(this.#chosen + 1);
  }

  previous() {
    this.#highlight(this.#chosen < 0 ? -1 : this.#chosen - 1);
  }

  #highlight(index) {
    this.lower();
    this.#chosen = (index + this.count) % this.count;
    this.chosen.setAttribute("aria-selected", "true");
    this.chosen.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", this.chosen.id);
  }

  lower() {
    this.chosen?.setAttribute("aria-selected", "false");
    this.field?.removeAttribute("aria-activedescendant");
    this.#chosen = -1;
  }
}
