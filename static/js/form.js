// What the forms of a typing page hold, as it is sent.

// The token is asked for anew after signing in again; the act is that of the button that was pressed.
const NOT_TYPED = ["csrfmiddlewaretoken", "act"];

export const forms = () => [...document.querySelectorAll("[data-row]")];
export const partOf = (place, name) => place.querySelector(`[data-part=${name}]`);
export const versionOf = (form) => partOf(form, "version");
export const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// [[name, value], …]
export const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name));

export function bodyOf(fields, act = "") {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  for (const [name, value] of fields) body.append(name, value);
  if (act) body.set("act", act);
  return body;
}

// What the server made of what was `sent`, where nobody has typed on: a period that follows its
// date, the id under which a decision or a guest is stored.
export function take(form, receipt, sent) {
  versionOf(form).value = receipt.version;
  const before = new Map(sent);
  for (const [name, value] of Object.entries(receipt.fields ?? {})) {
    const field = form.elements.namedItem(name);
    if (!field || field instanceof RadioNodeList || field === document.activeElement) continue;
    if (field.value === before.get(name)) field.value = value;
  }
}
