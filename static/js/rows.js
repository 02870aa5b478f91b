// The rows of the page in their order: opening one more, and making its form out of one that was
// sent as it reads.

import { newRow } from "./blank.js";
import { forms, partOf, token, versionOf } from "./form.js";
import { isNew, putRow } from "./row.js";

export const newKey = () => crypto.randomUUID().replaceAll("-", "");

// A new row behind another one, or at the end; it is told to the server when something is typed.
export function openRow(after, key = newKey()) {
  const form = newRow(`item${key}`);
  form.dataset.new = key;
  form.querySelector("[name=csrfmiddlewaretoken]").value = token();
  document.querySelector("[data-empty]")?.remove();
  const before = after ?? forms().at(-1);
  if (!before) {
    document.querySelector("[data-rows]").append(form);
    return form;
  }
  before.after(form);
  // An office keeps to one sign between topic and discussion.
  const [from, to] = [before, form].map((each) => partOf(each, "topic_separator"));
  if (to && from.selectedIndex >= 0) to.value = from.value;
  if (to?.selectedIndex === -1) to.selectedIndex = 0;
  return form;
}

const textIn = (place, name) => place.querySelector(`:scope > [data-v="${name}"]`)?.textContent ?? "";
const textsIn = (place, ...names) => Object.fromEntries(names.map((name) => [name, textIn(place, name)]));

// Of a long agenda most rows come as they read; here one gets its form, made from the blank one.
export function unfold(lean) {
  const form = newRow(lean.id);
  form.dataset.item = lean.dataset.item;
  form.action = lean.dataset.action;
  form.querySelector("[data-look]").search = `?item=${lean.dataset.item}`;
  form.querySelector("[data-serial]").textContent = lean.querySelector("[data-serial]").textContent;
  form.querySelector("[name=csrfmiddlewaretoken]").value = token();
  versionOf(form).value = lean.dataset.lean;
  putRow(form, {
    texts: {
      ...textsIn(lean, "topic_separator", "discussion", "implementers_as_printed"),
      topic: lean.querySelector('h2 > [data-v="topic"]')?.textContent ?? "",
    },
    decisions: [...lean.querySelectorAll("[data-d]")].map((told, number) => ({
      number,
      texts: {
        ...textsIn(told, "text", "implementers", "progress"),
        id: told.dataset.d,
        due_on: told.dataset.due ?? "",
      },
    })),
  });
  // Nobody typed this: what a form was made with is what it goes back to.
  for (const field of form.elements) if ("defaultValue" in field) field.defaultValue = field.value;
  lean.replaceWith(form);
}

// The nearest row that the server knows.
const isRowThere = (element) => element.matches("[data-row]") && !isNew(element);
export function rowBefore(form) {
  let before = form.previousElementSibling;
  while (before && !isRowThere(before)) before = before.previousElementSibling;
  return before;
}
export function rowAfter(form) {
  let after = form.nextElementSibling;
  while (after && !isRowThere(after)) after = after.nextElementSibling;
  return after;
}

// A row that was taken out, where the server has it again.
export function putInPlace(form, serials) {
  const items = serials.map(([item]) => String(item));
  const after = items.slice(items.indexOf(form.dataset.item) + 1);
  const next = after.map((item) => document.querySelector(`[data-row][data-item="${item}"]`)).find(Boolean);
  if (next) next.before(form);
  else document.querySelector("[data-rows]").append(form);
}

// The rows in the order of the server, where somebody else has moved some too: round the one that is
// being written, so that its focus stays.
export function putInOrder(form, serials) {
  const there = new Map(forms().filter((each) => !isNew(each)).map((each) => [each.dataset.item, each]));
  const items = serials.map(([item]) => String(item)).filter((item) => there.has(item));
  if (items.join() === [...there.keys()].join()) return;
  const at = items.indexOf(form.dataset.item);
  for (const item of items.slice(0, at)) form.before(there.get(item));
  let last = form;
  for (const item of items.slice(at + 1)) {
    last.after(there.get(item));
    last = there.get(item);
  }
}

// `serials`: [[item, serial], …]
export function showSerials(serials) {
  for (const [item, serial] of serials) {
    const shown = document.querySelector(`[data-item="${item}"] [data-serial]`);
    if (shown) shown.textContent = serial ?? "";
  }
}
