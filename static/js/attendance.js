// Counts and the quorum while marks are set; the page counts again when it is saved.

const form = document.querySelector("[data-attendance]");
const digits = "০১২৩৪৫৬৭৮৯";
const bengali = (number) => String(number).replace(/\d/g, (digit) => digits[digit]);

const count = () => {
  const tally = { present: 0, represented: 0, guest: 0, absent: 0, leave: 0, unmarked: 0, gone: 0 };
  for (const mark of form.querySelectorAll(".marks input:checked")) tally[mark.value] += 1;
  for (const name of form.querySelectorAll('[name^="guest"][name$="-name"]')) {
    if (name.value.trim()) tally.guest += 1;
  }
  tally.seated = tally.present + tally.represented + tally.guest;
  for (const place of form.querySelectorAll("[data-count]")) {
    const said = bengali(tally[place.dataset.count]);
    if (place.textContent !== said) place.textContent = said;
  }
  if (form.dataset.quorum) {
    const isShort = tally.present + tally.represented < Number(form.dataset.quorum);
    form.querySelector("[data-quorum-met]").hidden = isShort;
    form.querySelector("[data-quorum-short]").hidden = !isShort;
  }
};

form.addEventListener("change", count);
form.querySelector("[data-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  form.querySelectorAll('.marks input[value="present"]').forEach((mark) => (mark.checked = true));
  // As if a hand had done it: counted and saved.
  for (const done of ["input", "change"]) {
    form.querySelector(".marks input").dispatchEvent(new Event(done, { bubbles: true }));
  }
});
// A page the browser brings back may hold marks the server has not counted.
window.addEventListener("pageshow", count);
