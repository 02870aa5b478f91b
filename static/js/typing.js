// Text put into a field as if it had been typed there.

// In the place of a part of the field: it is saved, and Ctrl+Z takes it back.
export function type(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) put(field, start, end, text);
}

// The same in a field that somebody has left.
export function put(field, start, end, text) {
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
