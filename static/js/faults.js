// What is to be mended in a form, told beside each field.

// `faults` is {name of a field, or "": [what is wrong with it]}.
export function showFaults(form, faults) {
  clearFaults(form);
  for (const [name, messages] of Object.entries(faults)) {
    const named = form.elements.namedItem(name);
    // A group of choices is told of behind all of them.
    const field = named instanceof RadioNodeList ? named[0] : named;
    const told = document.createElement("p");
    told.className = "fault";
    told.dataset.told = "";
    told.textContent = messages[0];
    if (field) {
      told.id = `${field.id}_error`;
      field.setAttribute("aria-invalid", "true");
      describe(field, told.id);
    }
    if (named instanceof RadioNodeList) field.closest("fieldset").append(told);
    else if (field) field.after(told);
    else form.querySelector("[data-saved]").after(told);
  }
}

export function clearFaults(form) {
  form.querySelectorAll(".fault, .invalid-feedback").forEach((told) => told.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    field.classList.remove("is-invalid");
    describe(field);
  });
}

// The fault beside the field's own help, whose id every field with help carries.
function describe(field, fault = "") {
  const help = document.getElementById(`${field.id}_helptext`);
  const told = [help?.id, fault].filter(Boolean).join(" ");
  if (told) field.setAttribute("aria-describedby", told);
  else field.removeAttribute("aria-describedby");
}
