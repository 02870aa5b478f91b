// What happens to unsaved text when its page is left, and when the line is back.

import { forms } from "./form.js";

const BEFORE_LEAVING = 4000;

export function watch(saver) {
  window.addEventListener("online", () => saver.retry());
  window.addEventListener("pagehide", () => saver.waiting().forEach((form) => saver.keep(form)));
  window.addEventListener("beforeunload", (event) => leavesBehind(saver) && event.preventDefault());
  document.addEventListener("click", (event) => takeAlong(saver, event));
}

// Whether there is anything that the server has not got, or that nobody has chosen.
function leavesBehind(saver) {
  const unsaved = saver.inConflict ? forms() : saver.waiting();
  return unsaved.some((form) => form !== saver.submitted);
}

// Whoever leaves by a link takes what was just typed along to the server, unless the line is down.
function takeAlong(saver, event) {
  const link = event.target.closest("a[href]");
  const inPlace = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !inPlace || event.defaultPrevented || link.target || saver.inConflict) return;
  if (link.getAttribute("href").startsWith("#") || !saver.waiting().length) return;
  event.preventDefault();
  const gaveUp = new Promise((done) => setTimeout(done, BEFORE_LEAVING));
  const saved = Promise.all(saver.waiting().map((form) => saver.save(form)));
  Promise.race([saved, gaveUp]).finally(() => location.assign(link.href));
}
