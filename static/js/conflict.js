// The texts of a conflict are both on the page now: the copy kept in this browser has done its work
// once one of them is sent.
const form = document.querySelector("[data-row]");
const user = document.querySelector("[data-user]").dataset.user;
document.addEventListener("submit", () =>
  localStorage.removeItem(`minutes:${user}:${new URL(form.action).pathname}`),
);
