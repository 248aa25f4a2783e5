/* The register while it lives: a colleague's change never takes the row from under somebody's fingers. */
"use strict";
(() => {
  const busy = (row) => row?.id?.startsWith("r-") && row.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  document.addEventListener("htmx:oobBeforeSwap", (event) => { if (busy(event.detail.target)) event.detail.shouldSwap = false; });
})();
