/* Copies the text beside a [data-copy] button, and says so in the live region there. The button shows only with script;
   without it the text is marked by one press (.marks). A page without https has no clipboard: then by the old way. */
"use strict";
(() => {
  const mark = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = getSelection();
    selection.removeAllRanges(); selection.addRange(range);
  };
  const byOldWay = (text) => { mark(text); const taken = document.execCommand("copy"); if (taken) getSelection().removeAllRanges(); return taken; };
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text.textContent.trim()); return true; } catch { return byOldWay(text); }
  };
  const timers = new WeakMap();
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]"), box = button?.closest(".copied");
    if (!box) return;
    const told = box.querySelector("[data-copy-told]");
    clearTimeout(timers.get(told)); told.textContent = "";
    const taken = await copy(box.querySelector("[data-copy-text]"));
    told.textContent = taken ? box.dataset.copied : box.dataset.byHand;
    if (taken) timers.set(told, setTimeout(() => { told.textContent = ""; }, 10000));
  });
  const show = (place) => place.querySelectorAll?.("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
  show(document);
  document.addEventListener("htmx:load", (event) => show(event.target));
})();
