// The review desk by keyboard: Alt with a letter, by where the key stands, whatever it types.
// Every key presses a button or follows a link of the page; nothing works by key alone.

import { showKeys } from "./key-list.js";

document.addEventListener("keydown", (event) => {
  const inField = event.target.matches?.("textarea, input:not([type=checkbox]), select");
  if (event.key === "?" && !inField && !event.isComposing) {
    showKeys();
    return;
  }
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
  if (event.code === "KeyQ") {
    const words = document.querySelector("textarea[name=text]");
    if (!words) return;
    event.preventDefault();
    words.focus();
    return;
  }
  const asked = document.querySelector(`[data-key="${event.code}"]`);
  if (!asked) return;
  event.preventDefault();
  asked.click();
});
