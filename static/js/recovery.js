// Copies of the last time: into the rows they belong to, or shown where the row is no longer there.

import { enter } from "./acts.js";
import * as copies from "./copies.js";
import { button, make } from "./elements.js";
import { forms } from "./form.js";
import { asNew, putRow } from "./row.js";
import { openRow } from "./rows.js";
import { word } from "./words.js";

// Not what anybody typed.
const UNSPOKEN = ["id", "topic_separator"];
const spokenIn = (texts) =>
  Object.entries(texts).filter(([name, text]) => !UNSPOKEN.includes(name) && text.trim()).map(([, text]) => text);
const textsOf = ({ row }) => [row.texts, ...row.decisions.map((each) => each.texts)].flatMap(spokenIn);

// `start`: what the keys of this page's copies begin with.
export async function bringBack(saver, start, keyOf) {
  const put = (found) => putBack(found, saver, keyOf);
  put(await copies.all(start, put));
}

function putBack(found, saver, keyOf) {
  const here = new Map(forms().map((form) => [keyOf(form), form]));
  for (const [key, copy] of found) {
    const form = here.get(key);
    if (!copy.row) continue;
    if (form && saver.of(form).dirty) {
      // Something was typed into the row while its copy was being read: both stay.
      const aside = `${key}#${copy.at}`;
      copies.put(aside, copy);
      showRecovered(saver, form, copy, aside);
    } else if (form) {
      saver.restore(form, copy);
    } else if (copy.new) {
      const made = openRow(document.getElementById(copy.after), copy.new);
      putRow(made, copy.row);
      saver.of(made).dirty = true;
      saver.save(made);
    } else if (textsOf(copy).length) {
      showRecovered(saver, document.querySelector("[data-rows]"), copy, key);
    } else copies.drop(key);
  }
}

// Shown until its writer puts it in a new row or lets it go.
function showRecovered(saver, place, copy, key) {
  const block = make("section", { class: "recovered", "data-recovered": key }, make("p", {}, word.recovered));
  block.append(...textsOf(copy).map((text) => make("p", {}, text)));
  const done = () => {
    copies.drop(key);
    block.remove();
  };
  const keep = button(word.asNew, () => {
    const form = openRow(null);
    putRow(form, asNew(copy.row));
    saver.changed(form);
    done();
    enter(form);
    saver.save(form);
  });
  block.append(make("p", {}, keep, " ", button(word.letGo, done)));
  place.before(block);
}
