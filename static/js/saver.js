// Saves what is typed into the forms of a page by itself: two seconds after the last keystroke, kept
// in this browser until the server has answered, one request a form at a time, each with the version
// the one before brought back. What was sent and never answered is sent again first, word for word:
// the server sees that it stands already, and nobody is in conflict with himself.

import * as copies from "./copies.js";
import { deliver } from "./delivery.js";
import { Door } from "./door.js";
import { clearFaults, showFaults } from "./faults.js";
import { bodyOf, fieldsOf, forms, take, versionOf } from "./form.js";
import { tell, warn } from "./telling.js";
import { refusal, word } from "./words.js";

const PAUSE = 2000;
// Where this browser's own store does not answer.
const SHORT_PAUSE = 1000;
const AGAIN = [3000, 10000, 30000];

export class Saver {
  #ways;
  #states = new WeakMap();
  #isReady = false;
  // The form that leads away from here.
  submitted = null;
  #start;
  #started = new Promise((done) => (this.#start = done));

  // `ways` says what is the page's own:
  //   conflict     the words for two people at once
  //   keyOf(form)  under which key a copy of the form is kept
  //   read(form)   what that copy holds; write(form, copy) puts it back
  //   open(form)   tells the server of a form it does not know yet: {receipt} or {refused}
  //   saved(form)  the server has it; gone(form): it was taken out meanwhile
  constructor(page, ways) {
    this.page = page;
    this.inConflict = "conflict" in page.dataset;
    this.#ways = { open: () => ({ receipt: {} }), saved() {}, gone() {}, ...ways };
    this.door = new Door(page, () => this.retry());
  }

  // What is known of a form's saving. `dirty`: typed since it was sent; `sent`: sent, not answered.
  of(form) {
    if (!this.#states.has(form)) {
      this.#states.set(form, { chain: this.#started, tries: 0, dirty: false, sent: null });
    }
    return this.#states.get(form);
  }

  // Nothing is sent before the copies of the last time were read.
  begin(restored) {
    return restored.catch(console.error).finally(() => {
      this.#isReady = true;
      this.page.dataset.ready = "1";
      this.#start();
      const typed = forms().filter((form) => this.of(form).dirty);
      typed.forEach((form) => this.changed(form));
      if (!copies.isSilent()) return;
      if (!this.inConflict) typed.forEach((form) => this.save(form));
      if (!typed.length) forms().slice(0, 1).forEach((form) => tell(form, ""));
    });
  }

  changed(form) {
    const own = this.of(form);
    own.dirty = true;
    if (!this.#isReady) return;
    this.keep(form);
    if (this.inConflict) return;
    if (!own.conflict) tell(form, word.typing);
    clearTimeout(own.timer);
    own.timer = setTimeout(() => this.save(form), copies.isSilent() ? SHORT_PAUSE : PAUSE);
  }

  waiting() {
    return forms().filter((form) => (this.of(form).dirty || this.of(form).sent) && !this.of(form).gone);
  }

  // The line is back, or the session: the waiting begins anew too.
  retry() {
    if (this.inConflict) return;
    for (const form of this.waiting()) {
      this.of(form).tries = 0;
      this.save(form);
    }
  }

  // A promise of {receipt}, or of {refused: why}; delivery.js lists why.
  save(form, act = "") {
    const own = this.of(form);
    clearTimeout(own.timer);
    own.chain = own.chain.then(() => this.#send(form, act)).catch((error) => {
      console.error(error);
      return this.hold(form, { refused: "later" });
    });
    return own.chain;
  }

  // A page is done with, or one of two texts chosen. What the server cannot take is shown by the
  // plain form: its page says it all, a third text that came in between too.
  async finish(form, act, goal) {
    const { receipt, refused } = await this.save(form, act);
    if (receipt) {
      this.submitted = form;
      location.assign(goal);
    } else if (refused === "conflict" || (refused === "faulty" && "plain" in form.dataset)) this.submit(form);
  }

  // The plain form goes on.
  submit(form) {
    this.keep(form);
    this.submitted = form;
    form.submit();
  }

  async #send(form, act) {
    const own = this.of(form);
    if (own.gone) return this.hold(form, { refused: "gone" });
    const opened = await this.#ways.open(form);
    if (!opened.receipt) return this.hold(form, opened);
    if (own.sent) {
      const isAll = !own.dirty && !act;
      const told = await this.#deliver(form, own.sent, "");
      // What was wrong with the older text alone does not stand in the way of the newer one.
      if (isAll || !(told.receipt || ["conflict", "faulty"].includes(told.refused))) return told;
    }
    const sent = fieldsOf(form);
    // Whoever gives a text up does not want it sent again.
    if (act !== "yield") own.sent = sent;
    if (own.dirty) this.keep(form);
    own.dirty = false;
    return this.#deliver(form, sent, act);
  }

  async #deliver(form, sent, act) {
    const own = this.of(form);
    if (!own.conflict) tell(form, word.saving);
    const told = await deliver(form.action, () => bodyOf(sent, act), this.door);
    if (!told.isLost) own.sent = null;
    if (told.stored) {
      take(form, told.stored, sent);
      this.#ways.saved(form);
    }
    if (!told.receipt) return this.hold(form, told);
    take(form, told.receipt, sent);
    Object.assign(own, { tries: 0, conflict: false, base: null });
    clearFaults(form);
    this.#ways.saved(form);
    if (own.dirty) this.keep(form);
    else this.drop(form);
    tell(form, own.dirty ? word.typing : word.saved(told.receipt.saved));
    return told;
  }

  // The form stays as it is, and says why.
  hold(form, told) {
    const own = this.of(form);
    const { refused } = told;
    if (!own.sent) own.dirty = true;
    if (refused === "conflict") own.conflict = true;
    if (refused === "faulty") showFaults(form, told.faults);
    if (refused === "sign in") this.door.askToSignIn();
    if (refused === "other") warn(word.other);
    if (refused === "gone" && !own.gone) {
      own.gone = true;
      this.#ways.gone(form);
    }
    if (refused === "later" && !this.inConflict) {
      clearTimeout(own.timer);
      own.timer = setTimeout(() => this.save(form), AGAIN[Math.min(own.tries++, AGAIN.length - 1)]);
    }
    this.keep(form);
    tell(form, told.stored ? word.partly(told.stored.saved) : (refusal[refused] ?? this.#ways.conflict), true);
    return told;
  }

  keep(form) {
    const own = this.of(form);
    copies.put(this.#ways.keyOf(form), {
      ...this.#ways.read(form),
      // A choice between two texts is not made before it is sent: a page left stays in conflict.
      version: own.base ?? versionOf(form).value,
      sent: own.sent,
    });
  }

  drop(form) {
    copies.drop(this.#ways.keyOf(form));
  }

  // A kept text goes back into its form with the version it was typed upon; the server says whether
  // that still holds.
  restore(form, copy) {
    this.#ways.write(form, copy);
    versionOf(form).value = copy.version ?? 0;
    Object.assign(this.of(form), { dirty: true, sent: copy.sent });
    tell(form, word.typing);
    this.save(form);
  }
}
