// Which keys were pressed, by where they stand on the keyboard: under a Bengali layout the same key
// types another letter.

const OF_A_LETTER = /^(Key[A-Z]|Slash)$/;

// An input method is still composing with these keys: they are not ours.
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

// "Ctrl+KeyS", "Alt+ArrowUp", "Shift+Slash", "Enter"; keys that are named go by their name, from the
// number pad too. Empty where an input method has them, or AltGr types a sign with them: Windows
// reports it as Ctrl and Alt together.
export function strokeOf(event) {
  const isAltGr = (event.ctrlKey && event.altKey) || event.getModifierState?.("AltGraph");
  if (isComposing(event) || isAltGr) return "";
  const held = [
    ["Ctrl", event.ctrlKey || event.metaKey],
    ["Alt", event.altKey],
    ["Shift", event.shiftKey],
  ];
  const key = OF_A_LETTER.test(event.code) ? event.code : named(event);
  return [...held.filter(([, isHeld]) => isHeld).map(([name]) => name), key].join("+");
}

// A keyboard drawn on a screen may not say where its keys stand.
const named = ({ key, code }) => (!code && /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key);

// The key of the list of keys: what types a question mark, or stands where it does elsewhere.
export const asksForKeys = (event) =>
  !isComposing(event) && !event.ctrlKey && !event.altKey && !event.metaKey
  && (event.key === "?" || strokeOf(event) === "Shift+Slash");

export const inField = (element) =>
  Boolean(element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])"));
