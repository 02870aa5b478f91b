// The list of the keys a page knows.

export function showKeys() {
  const keys = document.querySelector(".keys");
  if (!keys) return;
  keys.open = true;
  keys.querySelector("summary").focus();
}
