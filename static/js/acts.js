// What can be done with a row, by its buttons or by keys.

import { partOf } from "./form.js";
import { addDecision, decisionsOf, isNew, settle } from "./row.js";
import { openRow, rowAfter, rowBefore, showSerials } from "./rows.js";

// Writing goes on where the text ends; the browser alone would put the caret before it.
export function focusOn(field) {
  field?.focus();
  field?.setSelectionRange?.(field.value.length, field.value.length);
}

export const enter = (form) => focusOn(form.querySelector("[data-part=code]:not([type=hidden]), textarea"));

export class Acts {
  #saver;
  #sheet;

  constructor(saver, sheet) {
    this.#saver = saver;
    this.#sheet = sheet;
  }

  // By the value of a button; false where it has no way of its own here.
  do(form, act) {
    const ways = {
      save: () => this.save(form),
      next: () => this.goToNext(form),
      decide: () => this.decide(form),
      insert: () => enter(openRow(form)),
      up: () => this.move(form, act),
      down: () => this.move(form, act),
    };
    if (!Object.hasOwn(ways, act)) return false;
    ways[act]();
    return true;
  }

  // In a conflict the plain form goes on: its answer shows both texts.
  save(form) {
    if (!this.#saver.of(form).conflict) return this.#saver.save(form);
    this.#saver.keep(form);
    return form.submit();
  }

  goToNext(form) {
    if (this.#saver.of(form).dirty) this.#saver.save(form);
    let next = form.nextElementSibling;
    while (next && !next.matches("[data-row]")) next = next.nextElementSibling;
    enter(next ?? openRow(form));
  }

  // From the end of a decision to the next one of its row, or to the next row.
  goOn(form, decision) {
    const below = decision.nextElementSibling;
    if (!below?.matches("[data-decision]")) return this.goToNext(form);
    if (this.#saver.of(form).dirty) this.#saver.save(form);
    return focusOn(below.querySelector("textarea"));
  }

  decide(form) {
    if (!addDecision(form)) return;
    focusOn(partOf(decisionsOf(form).at(-1), "text"));
    this.#saver.changed(form);
  }

  dropDecision(form, decision) {
    const below = decision.nextElementSibling;
    const near = below?.matches("[data-decision]") ? below : decision.previousElementSibling;
    decision.remove();
    focusOn(near.querySelector("textarea"));
    settle(form);
    this.#saver.changed(form);
    this.#saver.save(form);
  }

  // The other row goes round the one that is being written: its focus stays.
  async move(form, way) {
    const { receipt } = await this.#saver.save(form, way);
    if (!receipt?.serials) return;
    const other = way === "up" ? rowBefore(form) : rowAfter(form);
    if (other) form[way === "up" ? "after" : "before"](other);
    showSerials(receipt.serials);
    this.#sheet.follow(form);
  }

  // What has no way of its own here is done by the plain form; its page opens at the row.
  async press(form, button) {
    if (isNew(form) && !this.#saver.of(form).dirty) {
      this.#saver.drop(form);
      form.remove();
      return;
    }
    button.dataset.through = "1";
    const { receipt } = await this.#saver.save(form);
    if (receipt) button.click();
    delete button.dataset.through;
  }
}
