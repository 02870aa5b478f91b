// Rows that were opened here are told to the server, one after another, so that each finds the one
// before it.

import { rename } from "./blank.js";
import * as copies from "./copies.js";
import { deliver } from "./delivery.js";
import { bodyOf, partOf, versionOf } from "./form.js";
import { decisionsOf, isNew } from "./row.js";
import { newKey, rowBefore, showSerials } from "./rows.js";

export class Opening {
  #saver;
  #url;
  #keyOf;
  #last = Promise.resolve();

  // `url`: where rows are added; `keyOf(form)`: under which key a copy of the row is kept.
  constructor(saver, url, keyOf) {
    this.#saver = saver;
    this.#url = url;
    this.#keyOf = keyOf;
  }

  // {receipt}, or {refused} like a sending.
  tell(form) {
    if (!isNew(form)) return { receipt: {} };
    this.#last = this.#last.catch(() => null).then(() => this.#tellNow(form));
    return this.#last;
  }

  async #tellNow(form) {
    // Behind the row before it; the first row of a meeting with rows cannot be new.
    const fields = () => [["key", form.dataset.new], ["after", rowBefore(form)?.dataset.item ?? ""]];
    const told = await deliver(this.#url, () => bodyOf(fields()), this.#saver.door);
    if (!told.receipt) return told;
    const { item, url, version, decisions, serials } = told.receipt;
    const former = this.#keyOf(form);
    document.getElementById(`item${item}`)?.remove();
    rename(form, `item${item}`);
    form.dataset.item = item;
    form.action = url;
    delete form.dataset.new;
    versionOf(form).value = version;
    partOf(decisionsOf(form)[0], "id").value = decisions[0];
    this.#saver.of(form).dirty = true;
    this.#saver.keep(form);
    copies.drop(former);
    showSerials(serials);
    return told;
  }

  // A row that somebody took out is opened anew, with all that stands in it.
  again(form) {
    const key = newKey();
    this.#saver.drop(form);
    rename(form, `item${key}`);
    form.dataset.new = key;
    for (const decision of decisionsOf(form)) partOf(decision, "id").value = "";
    Object.assign(this.#saver.of(form), { gone: false, conflict: false, sent: null });
    this.#saver.changed(form);
    this.#saver.save(form);
  }
}
