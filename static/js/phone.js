/* Participant and employer pages: a form is sent once, the first fault gets the focus. Everything works without this. */
"use strict";
document.addEventListener("submit", (event) => {
  if (event.target.classList.contains("sent")) event.preventDefault();
  else event.target.classList.add("sent");
});
addEventListener("pageshow", () => document.querySelectorAll("form.sent").forEach((form) => form.classList.remove("sent")));
document.querySelector("[data-focus]")?.focus();
