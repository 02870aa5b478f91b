// What was taken out or marked in bulk comes back by one key, Ctrl+Z, or by the line that tells of
// it; the last one first. The history of the meeting brings it back later.

import { button, make } from "./elements.js";
import { inField, strokeOf } from "./strokes.js";

// How long it is said that something is back; an offer stands until it is put away.
const SHOWN = 10_000;
const word = Object.freeze({
  back: "ফেরান (Ctrl+Z)",
  close: "ঠিক আছে",
  isBack: "ফিরে এসেছে।",
  failed: "এখন ফেরানো গেল না; সংযোগ দেখে আবার চেষ্টা করুন, অথবা ইতিহাস থেকে ফেরান।",
});

const done = [];
// Fields typed into since the last of them, with what stood there before: theirs is the key then.
let before = new WeakMap();
let isBusy = false;
let hiding;

const line = make("div", { class: "undo", hidden: "" });
const told = make("p", { role: "status" });
const backing = button(word.back, takeBack);
const closing = button(word.close, () => (line.hidden = true));
closing.className = "as-link";
line.append(told, backing, closing);
document.body.append(line);

function say(text, isOffer) {
  told.textContent = text;
  backing.hidden = !isOffer;
  line.hidden = false;
  clearTimeout(hiding);
  if (!isOffer) hiding = setTimeout(() => (line.hidden = true), SHOWN);
}

// `back()` brings it back; it answers false where it could not.
export function offer(text, back) {
  done.push({ text, back });
  before = new WeakMap();
  say(text, true);
}

async function takeBack() {
  if (isBusy || !done.length) return;
  isBusy = true;
  const last = done.at(-1);
  const isBack = await last.back();
  isBusy = false;
  if (isBack === false) {
    say(`${last.text} ${word.failed}`, true);
    return;
  }
  done.splice(done.indexOf(last), 1);
  before = new WeakMap();
  say(done.length ? `${word.isBack} ${done.at(-1).text}` : word.isBack, done.length > 0);
}

document.addEventListener("beforeinput", ({ target }) => {
  if (inField(target) && !before.has(target)) before.set(target, target.value);
});

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (strokeOf(event) !== "Ctrl+KeyZ" || event.defaultPrevented || !done.length) return;
  if (before.has(target) && before.get(target) !== target.value) return;
  event.preventDefault();
  takeBack();
});
