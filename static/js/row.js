// What a row of the agenda holds, by its parts and decisions, whatever its fields are called; and
// what follows from how much that is.

import { newDecision } from "./blank.js";
import { partOf } from "./form.js";
import { word } from "./words.js";

const LETTERS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ";
const LONGEST_NAME = 60;

export const isNew = (form) => "new" in form.dataset;
export const decisionsOf = (form) => [...form.querySelectorAll("[data-decision]")];
const numberOf = (decision) => Number(decision.dataset.decision);

// The parts of a row itself, less its version, or those of one of its decisions.
const partsIn = (place) =>
  [...place.querySelectorAll("[data-part]")].filter(
    (field) => field.dataset.part !== "version" && (place.matches("[data-decision]") || !field.closest("[data-decision]")),
  );
const textsIn = (place) => Object.fromEntries(partsIn(place).map((field) => [field.dataset.part, field.value]));

// {texts: {part: text}, decisions: [{number, texts}]}
export const rowOf = (form) => ({
  texts: textsIn(form),
  decisions: decisionsOf(form).map((decision) => ({ number: numberOf(decision), texts: textsIn(decision) })),
});

// Makes a form hold just this row.
export function putRow(form, row) {
  const wanted = new Map(row.decisions.map(({ number, texts }) => [number, texts]));
  for (const decision of decisionsOf(form)) {
    if (wanted.size && !wanted.has(numberOf(decision))) decision.remove();
  }
  const there = new Set(decisionsOf(form).map(numberOf));
  for (const number of wanted.keys()) if (!there.has(number)) addDecision(form, number);
  putTexts(form, row.texts);
  for (const decision of decisionsOf(form)) putTexts(decision, wanted.get(numberOf(decision)) ?? {});
  settle(form);
}

function putTexts(place, texts) {
  for (const field of partsIn(place)) if (field.dataset.part in texts) field.value = texts[field.dataset.part];
}

// A decision that was taken out, in its place again; where another has its number by now, behind them.
export function putDecision(form, number, texts) {
  const isTaken = decisionsOf(form).some((each) => numberOf(each) === number);
  const decision = addDecision(form, isTaken ? undefined : number);
  putTexts(decision, texts);
  return decision;
}

// {legend, number, texts} of a decision.
export const textsOf = (decision) => ({
  legend: decision.querySelector("legend").textContent,
  number: numberOf(decision),
  texts: textsIn(decision),
});

export const nameOf = (form) => form.querySelector("[data-name]").textContent;

// What is stored of a decision is told by its id; without, it is another one.
export const asNew = (row) => ({
  ...row,
  decisions: row.decisions.map((decision) => ({ ...decision, texts: { ...decision.texts, id: "" } })),
});

// One more, at the end or in the place that its number has.
export function addDecision(form, number = Math.max(-1, ...decisionsOf(form).map(numberOf)) + 1) {
  const decision = newDecision(form, number);
  if (!decision) return null;
  const next = decisionsOf(form).find((each) => numberOf(each) > number);
  const last = decisionsOf(form).at(-1);
  if (next) next.before(decision);
  else if (last) last.after(decision);
  else form.querySelector("[data-decisions]").prepend(decision);
  settle(form);
  return decision;
}

// The letters of its decisions, its name.
export function settle(form) {
  const decisions = decisionsOf(form);
  const many = decisions.length > 1;
  decisions.forEach((decision, place) => {
    const legend = decision.querySelector("legend");
    legend.textContent = `সিদ্ধান্ত (${LETTERS[place] ?? place + 1})`;
    legend.classList.toggle("visually-hidden", !many);
    const drop = decision.querySelector("[data-drop]");
    drop.hidden = !many;
    drop.value = `drop-${place}`;
  });
  const together = form.querySelector("[data-as-printed]");
  if (together) together.hidden = !many && !together.querySelector("textarea").value;
  const told = ["topic", "discussion", "text"].map((name) => partOf(form, name)?.value.split(/\s+/).filter(Boolean).join(" "));
  const called = told.find(Boolean) ?? "";
  const name = form.querySelector("[data-name]");
  name.textContent = called.length > LONGEST_NAME ? `${called.slice(0, LONGEST_NAME - 1)}…` : called || word.noName;
}
