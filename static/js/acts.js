// What can be done with a row, by its buttons or by keys.

import { deliver } from "./delivery.js";
import { bodyOf, fieldsOf, partOf, versionOf } from "./form.js";
import { addDecision, decisionsOf, isNew, nameOf, putDecision, settle, textsOf } from "./row.js";
import { openRow, putInOrder, putInPlace, rowAfter, rowBefore, showSerials } from "./rows.js";
import { offer } from "./undo.js";
import { word } from "./words.js";

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

  // By the value of a button.
  do(form, act) {
    const ways = {
      save: () => this.save(form),
      next: () => this.goToNext(form),
      decide: () => this.decide(form),
      insert: () => enter(openRow(form)),
      up: () => this.move(form, act),
      down: () => this.move(form, act),
      delete: () => this.remove(form),
    };
    ways[act]();
  }

  // In a conflict the plain form goes on: its answer shows both texts.
  save(form) {
    if (!this.#saver.of(form).conflict) return this.#saver.save(form);
    return this.#saver.submit(form);
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
    const { legend, number, texts } = textsOf(decision);
    decision.remove();
    focusOn(near.querySelector("textarea"));
    this.#settled(form);
    offer(word.decisionGone(legend), () => {
      focusOn(partOf(putDecision(form, number, texts), "text"));
      this.#settled(form);
      return form.isConnected;
    });
  }

  #settled(form) {
    settle(form);
    this.#saver.changed(form);
    this.#saver.save(form);
  }

  async move(form, way) {
    if (!(await this.#goTo(form, way))) return;
    offer(way === "up" ? word.movedUp : word.movedDown, () => this.#goTo(form, way === "up" ? "down" : "up"));
  }

  // The other row goes round the one that is being written: its focus stays.
  async #goTo(form, way) {
    const { receipt } = await this.#saver.save(form, way);
    if (!receipt?.serials) return false;
    const other = way === "up" ? rowBefore(form) : rowAfter(form);
    if (other) form[way === "up" ? "after" : "before"](other);
    putInOrder(form, receipt.serials);
    showSerials(receipt.serials);
    this.#sheet.follow(form);
    return true;
  }

  // Its place on the page and the focus go to the next row, or to the one before the last.
  async remove(form) {
    if (isNew(form) && !this.#saver.of(form).dirty) {
      this.#saver.drop(form);
      this.#leave(form);
      return;
    }
    const { receipt } = await this.#saver.save(form, "delete");
    if (!receipt?.undo) return;
    this.#leave(form);
    showSerials(receipt.serials);
    this.#sheet.refresh();
    offer(word.rowGone(nameOf(form)), () => this.#bringBack(form, receipt.undo));
  }

  #leave(form) {
    const beside = [form.nextElementSibling, form.previousElementSibling].find((each) => each?.matches("[data-row]"));
    form.remove();
    if (beside) enter(beside);
    else document.querySelector("[data-add] button").focus();
  }

  // What somebody else has made of it meanwhile is not written over: the page is opened anew then.
  async #bringBack(form, url) {
    const { receipt } = await deliver(url, () => bodyOf([]), this.#saver.door);
    if (!receipt) return false;
    versionOf(form).value = receipt.version;
    const isSame = fieldsOf(form).every(([name, value]) => receipt.fields[name] === value.replaceAll("\r\n", "\n"));
    if (!isSame) {
      location.assign(receipt.page);
      return true;
    }
    putInPlace(form, receipt.serials);
    showSerials(receipt.serials);
    this.#sheet.refresh();
    enter(form);
    return true;
  }
}
