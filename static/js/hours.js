/* A week of hours as a sheet: arrows and Enter walk between the cells, a row that was written in is saved when it is left.
   Without script each row has its button. */
"use strict";
(() => {
  const sheet = document.querySelector("table.hours-sheet");
  if (!sheet) return;
  const cells = (row) => [...(row?.querySelectorAll("td.hours") ?? [])];
  const boxIn = (cell) => cell?.querySelector("input.input");
  const dirty = (row) => cells(row).some((cell) => { const box = boxIn(cell); return box && box.value.trim() !== box.nextElementSibling.value; });
  const save = (row) => { if (row?.isConnected && dirty(row) && !row.dataset.sending) { row.dataset.sending = "1"; row.querySelector("form[data-hours]").requestSubmit(); } };
  const walk = (box, down, along) => {
    const cell = box.closest("td"), row = cell.closest("tr"), at = cells(row).indexOf(cell);
    let next = row;
    for (;;) {
      if (down) next = down > 0 ? next.nextElementSibling : next.previousElementSibling;
      if (!next) return false;
      for (let n = at + along; n >= 0 && n < 7; n += along || 7) { const found = boxIn(cells(next)[n]); if (found) { found.focus(); found.select(); return true; } }
      if (!down) return false;
    }
  };
  sheet.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.matches?.("td.hours input.input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const whole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    const atStart = whole || box.selectionEnd === 0, atEnd = whole || box.selectionStart === box.value.length;
    const move = { ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0], ArrowLeft: atStart && [0, -1], ArrowRight: atEnd && [0, 1] }[event.key];
    if (event.key === "Escape") { box.value = box.nextElementSibling.value; box.select(); return; }
    if (!move) return;
    event.preventDefault();
    if (!walk(box, ...move) && event.key === "Enter") save(box.closest("tr"));
  });
  sheet.addEventListener("focusin", (event) => { if (event.target.matches("td.hours input.input")) event.target.select(); });
  sheet.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr");
    if (row && !row.contains(event.relatedTarget)) setTimeout(() => { if (!row.contains(document.activeElement)) save(row); });
  });
  /* Somebody may have gone back into a row that is on its way: what they write there stays, over what is saved now. */
  let spot = "";
  sheet.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.target.closest?.("tr"), active = document.activeElement;
    spot = row?.contains(active) ? active.name ?? "" : "";
    if (!row) return;
    delete row.dataset.sending;
    if (!spot || event.detail.xhr.status !== 200) return;
    event.detail.shouldSwap = false;
    const place = document.createElement("template");
    place.innerHTML = `<table><tbody>${event.detail.xhr.responseText}</tbody></table>`;
    for (const base of place.content.querySelectorAll('input[name^="base-"]')) {
      const mine = row.querySelector(`input[name="${base.name}"]`), box = mine?.previousElementSibling;
      if (!box) continue;
      if (box !== active && box.value.trim() === mine.value) box.value = base.value;
      mine.value = base.value;
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (spot) document.getElementById(event.detail.target?.id ?? "")?.querySelector(`input[name="${CSS.escape(spot)}"]`)?.focus();
    spot = "";
  });
  sheet.addEventListener("htmx:responseError", (event) => { delete event.target.closest?.("tr")?.dataset.sending; });
  sheet.addEventListener("htmx:sendError", (event) => { delete event.target.closest?.("tr")?.dataset.sending; });
  addEventListener("beforeunload", (event) => { if ([...sheet.tBodies[0].rows].some(dirty)) event.preventDefault(); });
})();
