// Rows and decisions made from the blank row that the page brings along, and how they are called.

const blank = () => document.querySelector("[data-blank]")?.content.querySelector("[data-row]");
const stemOf = (row, number) => `${row.id}-d${number}`;

function made(source, from, to) {
  const template = document.createElement("template");
  template.innerHTML = source.outerHTML.replaceAll(from, to);
  return template.content.firstElementChild;
}

export const newRow = (id) => made(blank(), blank().id, id);

// Null on a page without a blank row.
export function newDecision(form, number) {
  const row = blank();
  if (!row) return null;
  const source = row.querySelector("[data-decision]");
  const decision = made(source, stemOf(row, source.dataset.decision), stemOf(form, number));
  decision.dataset.decision = number;
  return decision;
}

// In place: the field that is being typed into stays the same element.
export function rename(form, to) {
  const from = form.id;
  for (const element of [form, ...form.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-labelledby", "aria-describedby", "aria-controls"]) {
      const value = element.getAttribute(name);
      if (value?.includes(from)) element.setAttribute(name, value.replaceAll(from, to));
    }
  }
}
