// The review desk by keyboard: Alt with a letter, by where the key stands, whatever it types.
// Every key presses a button or follows a link of the page; nothing works by key alone.

import { showKeys } from "./key-list.js";
import { asksForKeys, inField, strokeOf } from "./strokes.js";

document.addEventListener("keydown", (event) => {
  if (asksForKeys(event) && !inField(event.target)) {
    showKeys();
    return;
  }
  const stroke = strokeOf(event);
  if (!/^Alt\+Key[A-Z]$/.test(stroke) || event.repeat) return;
  const code = stroke.slice("Alt+".length);
  if (code === "KeyQ") {
    const words = document.querySelector("textarea[name=text]");
    if (!words) return;
    event.preventDefault();
    words.focus();
    return;
  }
  const asked = document.querySelector(`[data-key="${code}"]`);
  if (!asked) return;
  event.preventDefault();
  asked.click();
});
