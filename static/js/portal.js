// What every page does with JavaScript; all of it works without.

import { strokeOf } from "./strokes.js";

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

// Who leaves what was typed into a plain form is asked first. Pages that save by themselves ask for
// their own (leaving.js).
const TYPED = "textarea, input:not([type]), input:is([type=text], [type=search], [type=email], [type=tel], [type=url])";
const isUnsent = (form) => {
  if (form.method !== "post" || form.dataset.sent || form.closest("[data-writing]")) return false;
  // A form that came back with faults shows what was typed, and nothing of it is stored.
  const cameBack = form.querySelector(".is-invalid, [aria-invalid=true], [data-error-summary], .fault");
  return (
    "unstored" in form.dataset ||
    Boolean(form.querySelector("[data-changed]:not([hidden])")) ||
    [...form.elements].some((field) => field.matches(TYPED) && field.value !== (cameBack ? "" : field.defaultValue))
  );
};
window.addEventListener("beforeunload", (event) => {
  if (![...document.forms].some(isUnsent)) return;
  event.preventDefault();
  // Whoever stays after all may send what was about to be sent.
  setTimeout(() => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));
});

// In a form that ends something Enter leads to its button, which says what it would do.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !field.matches?.("input") || !field.form) return;
  if (!field.form.querySelector("[data-hold]")) return;
  event.preventDefault();
  const stops = [...field.form.elements].filter((each) => each.matches("input:not([type=hidden]), button:enabled, textarea, select"));
  stops[stops.indexOf(field) + 1]?.focus();
});

// Ctrl+S presses the button of a plain form that says it saves, wherever one types in it.
document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (!form || strokeOf(event) !== "Ctrl+KeyS" || form.closest("[data-writing]")) return;
  const button = [...form.querySelectorAll("button:enabled:not([aria-hidden])")].find((each) => each.textContent.includes("সংরক্ষণ"));
  if (!button) return;
  event.preventDefault();
  button.click();
});
