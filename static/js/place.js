/* Back from a person: the same row at the same height on the screen, and in focus. Kept by the row's own id in this tab for each address of
   the register, whichever way one comes back: the browser's Back, the page's way back, after an edit. Without script the address' #r-… does it. */
"use strict";
(() => {
  const table = document.querySelector("table.grid"), box = table?.closest(".grid-box");
  if (!table || !box) return;
  const place = `place ${location.pathname}?${box.dataset.view}`; /* as the server says it: one and the same however one came */
  const rows = () => [...table.tBodies[0].rows].filter((row) => row.id);
  const rowOf = (node) => node?.closest?.('tr[id^="r-"]');
  let last = null;
  const seen = (event) => { if (rowOf(event.target)) last = event.target.closest("a, button, input") ?? last; };
  table.addEventListener("focusin", seen);
  table.addEventListener("click", seen);

  const keep = () => {
    const row = last?.isConnected ? rowOf(last) : null;
    const kept = { y: scrollY, top: box.scrollTop, left: box.scrollLeft };
    if (row) Object.assign(kept, { row: row.id, at: rows().indexOf(row), cell: last.dataset.cell ?? "", height: row.getBoundingClientRect().top });
    try { sessionStorage.setItem(place, JSON.stringify(kept)); } catch { /* private window */ }
  };
  addEventListener("pagehide", keep);

  const stored = () => { try { return JSON.parse(sessionStorage.getItem(place)); } catch { return null; } };
  const person = () => { /* whose page one came from by a link, "" from anywhere else */
    const from = document.referrer.startsWith(location.origin + location.pathname) ? document.referrer.slice((location.origin + location.pathname).length) : "";
    return /^[2-9b-z]{14}\//.test(from) ? from.slice(0, 14) : "";
  };
  const kind = performance.getEntriesByType("navigation")[0]?.type ?? "navigate", named = location.hash.startsWith("#r-") ? location.hash.slice(1) : "";
  const came = kind === "navigate" ? person() : "";
  if (kind === "navigate" && !named && !came) return;
  const kept = stored() ?? {};
  const find = () => document.getElementById(kind === "navigate" && named ? named : came ? "" : kept.row)
    ?? (came ? table.querySelector(`tr[data-p="${CSS.escape(came)}"]`) : null) ?? document.getElementById(kept.row ?? "") ?? rows()[Math.min(kept.at ?? -1, rows().length - 1)];
  const restore = () => {
    box.scrollTop = kept.top ?? 0; box.scrollLeft = kept.left ?? 0;
    if (kept.y !== undefined) scrollTo(0, kept.y);
    const row = find();
    if (!row) return;
    const inside = box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== "visible", move = (by) => { if (inside) box.scrollTop += by; else scrollBy(0, by); };
    const { top, bottom } = row.getBoundingClientRect();
    if (row.id === kept.row && Math.abs(top - kept.height) > 1) move(top - kept.height);
    else if (row.id !== kept.row && (top < 80 || bottom > innerHeight - 80)) row.scrollIntoView({ block: "center" });
    const link = (kept.row === row.id && kept.cell && row.querySelector(`a[data-cell="${CSS.escape(kept.cell)}"]`)) || row.querySelector("th a");
    link.focus({ preventScroll: true });
  };
  restore();
  if (named) history.replaceState(history.state, "", location.pathname + location.search); /* the address tells what is seen, not where one stands */
  if (document.readyState !== "complete") addEventListener("load", () => { if (!last || rowOf(last) === find()) requestAnimationFrame(restore); }, { once: true });
})();
