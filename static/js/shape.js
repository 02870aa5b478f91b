// The shape of papers: moves are made on the page, and the sample beside the form follows what is
// typed. Without this file every button asks the server for the page anew.

import { offer } from "./undo.js";
import { word } from "./words.js";

const form = document.querySelector("[data-shape]");
const paper = document.querySelector("[data-paper]");
const PAUSE = 400;

let timer;
let asked = 0;

function changed() {
  form.querySelector("[data-changed]").hidden = false;
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

async function look() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.preview, {
    method: "POST",
    body: new FormData(form),
    credentials: "same-origin",
  }).catch(() => null);
  // A later question has been asked meanwhile, or the session has ended.
  if (mine !== asked || !answer?.ok || answer.redirected) return;
  const top = paper.scrollTop;
  paper.innerHTML = await answer.text();
  paper.scrollTop = top;
}

function move(button) {
  const line = button.closest("[data-moves]");
  const way = button.dataset.move;
  const other = way === "up" ? line.previousElementSibling : line.nextElementSibling;
  if (way === "drop") {
    const [next, parent, after] = [line.nextElementSibling ?? line.previousElementSibling, line.parentElement, line.nextElementSibling];
    line.remove();
    (next?.querySelector("[data-move=drop]") ?? form.querySelector("[data-look]")).focus();
    offer(word.lineGone, () => {
      parent.insertBefore(line, after?.parentElement === parent ? after : null);
      button.focus();
      changed();
    });
  } else if (other) {
    if (way === "up") other.before(line);
    else other.after(line);
    button.focus();
  } else {
    return;
  }
  changed();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.move) {
    event.preventDefault();
    move(button);
  } else if (button?.value === "look") {
    event.preventDefault();
    look();
  }
});

form.addEventListener("input", (event) => {
  if (!event.target.matches("[name=ready], [name=new_block]")) changed();
});
