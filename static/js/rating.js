/* The caseworker's part by keyboard: 1-5 answers the question at hand and goes on, 0 is "cannot judge". Tab and arrows
   work without this. */
"use strict";
(() => {
  const form = document.querySelector("form[data-rating]");
  if (!form) return;
  const questions = [...form.querySelectorAll("fieldset.rate")];
  const unanswered = () => questions.find((each) => !each.querySelector("input:checked"));
  const go = (question) => {
    const place = question ? question.querySelector("input:checked") || question.querySelector("input") : form.querySelector("[type=submit]");
    place.focus({ preventScroll: true });
    (question || place).scrollIntoView({ block: "center" });
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-5]$/.test(event.key)) return;
    if (event.target.closest && event.target.closest("input:not([type=radio]), textarea, select, dialog")) return;
    const question = event.target.closest("fieldset.rate") || unanswered();
    if (!question) return;
    const value = event.key === "0" ? "dk" : event.key;
    const box = question.querySelector(`input[value="${value}"]`);
    if (!box) return;
    event.preventDefault();
    event.stopPropagation();
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    go(questions[questions.indexOf(question) + 1] || unanswered());
  }, true);
})();
