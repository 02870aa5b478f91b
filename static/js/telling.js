// Where a page says how the saving goes: a line in each form, and a bar above all of them.

const bar = () => document.querySelector("[data-bar]");

export function tell(form, text, late = false) {
  const line = form.querySelector("[data-saved]");
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("late", late);
}

export function warn(...parts) {
  bar().replaceChildren(...parts);
  bar().hidden = false;
}

export function warnNoMore() {
  bar().hidden = true;
}

export const isWarning = () => !bar().hidden;
