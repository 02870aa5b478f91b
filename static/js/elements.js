// Elements made here.

export function make(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

export function button(text, pressed) {
  const made = make("button", { type: "button", class: "btn btn-sm btn-outline-primary" }, text);
  made.addEventListener("click", pressed);
  return made;
}
