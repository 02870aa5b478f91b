// A button that asks once more before it acts: left alone, or left, it has to be asked anew.

const PATIENCE = 8000;

let armed = null; // {button, text, timer}

function disarm() {
  if (!armed) return;
  clearTimeout(armed.timer);
  armed.button.textContent = armed.text;
  armed = null;
}

// True where the press has to be made again; the button says what it would do.
export function asksFirst(button) {
  const isAsked = armed?.button === button;
  disarm();
  if (isAsked || !button.dataset.confirm) return false;
  armed = { button, text: button.textContent, timer: setTimeout(disarm, PATIENCE) };
  button.textContent = button.dataset.confirm;
  // Not every browser gives a pressed button the focus, which it then loses.
  button.focus({ preventScroll: true });
  return true;
}

document.addEventListener("focusout", (event) => event.target === armed?.button && disarm());
document.addEventListener("pointerdown", (event) => armed && !armed.button.contains(event.target) && disarm());
document.addEventListener("keydown", (event) => event.key === "Escape" && disarm());
