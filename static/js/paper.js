/* On paper: columns that have no room beside the others stand in a line of their own under each row. Without script the page says which are missing. */
"use strict";
(() => {
  const table = document.querySelector("table.grid"), heads = table ? [...table.tHead.rows[0].cells] : [];
  if (!heads.some((head) => head.classList.contains("folds"))) return;
  const missing = document.getElementById("no-paper");
  const words = (cell) => {
    if (cell.dataset.v === "") return "";
    const drawing = cell.querySelector("[aria-label], abbr[title]");
    return (drawing?.getAttribute("aria-label") ?? drawing?.title ?? cell.textContent).trim();
  };
  const fold = () => {
    if (table.querySelector("tr.fold")) return;
    for (const row of [...table.tBodies[0].rows]) {
      const parts = [...row.cells].map((cell, at) => (heads[at]?.classList.contains("folds") ? [heads[at], words(cell)] : null)).filter((part) => part?.[1]);
      if (!row.id || !parts.length) continue;
      const line = document.createElement("tr"), cell = line.insertCell();
      line.className = "fold"; cell.colSpan = heads.filter((head) => !head.matches(".folds, .no-print")).length; /* more would make columns of nothing */
      for (const [head, text] of parts) {
        const part = document.createElement("span"), name = document.createElement("b");
        name.textContent = `${head.querySelector("abbr")?.title ?? head.textContent.trim()}: `;
        part.append(name, text); cell.append(part, " ");
      }
      row.after(line);
    }
    if (missing) missing.hidden = true;
  };
  addEventListener("beforeprint", fold);
  addEventListener("afterprint", () => { table.querySelectorAll("tr.fold").forEach((line) => line.remove()); if (missing) missing.hidden = false; });
})();
