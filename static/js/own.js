/* The person's own pages: read aloud by the browser where it can, and Esc leaves a screen turned to the person. All works without this. */
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const way = document.querySelector("[data-leave]");
    if (way) { event.preventDefault(); way.click(); }
  });
  const voice = window.speechSynthesis, lang = document.documentElement.lang;
  const button = document.querySelector("[data-listen]");
  document.querySelector("[data-print]")?.addEventListener("click", () => print());
  if (!voice || !button) return;
  const speaks = () => voice.getVoices().some((each) => each.lang.toLowerCase().startsWith(lang));
  const show = () => { button.hidden = !speaks(); };
  const start = button.textContent;
  const rest = () => { button.textContent = start; button.setAttribute("aria-pressed", "false"); };
  show();
  voice.addEventListener?.("voiceschanged", show);
  button.addEventListener("click", () => {
    if (voice.speaking) { voice.cancel(); rest(); return; }
    const parts = [...document.querySelectorAll(`${button.dataset.listen} :is(h1, h2, p, li, dt, dd)`)]
      .filter((each) => !each.closest(".no-print, nav, form") && !each.querySelector(":is(h1, h2, p, li, dt, dd)"));
    parts.forEach((each, at) => {
      const words = new SpeechSynthesisUtterance(each.textContent.trim());
      words.lang = lang;
      if (at === parts.length - 1) words.onend = rest;
      voice.speak(words);
    });
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
  });
  addEventListener("pagehide", () => voice.cancel());
})();
