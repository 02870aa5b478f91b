// What every page does with JavaScript; all of it works without.

// Errors are read first: the summary takes the focus when the page opens with one.
document.querySelector("[data-error-summary]")?.focus();

// A second press of the same button sends nothing.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
// Except when the browser brings the page back from its memory.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
});
