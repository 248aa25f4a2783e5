/* Rows of the register chosen for what is done to many: click, shift-click, Shift with the arrows or Space, Escape. The boxes belong to a
   plain form, so everything is sent without this too. What is chosen is held by row in this tab: it is set again when the live update draws a row
   anew, and stays while one pages through the selection. */
"use strict";
(() => {
  const table = document.querySelector("table.grid"), form = document.querySelector("form[data-bulk]");
  if (!table || !form) return;
  const chosen = new Set(), body = table.tBodies[0], whole = form.elements.alla;
  const count = form.querySelector("[data-count]"), clear = form.querySelector("[data-clear]"), head = table.querySelector("[data-all]");
  const boxOf = (row) => row?.querySelector('input[name="vald"]');
  const rowOf = (node) => node?.closest?.('tr[id^="r-"]');
  const rows = () => [...body.rows].filter(boxOf);
  let last = null;

  /* Rows of the other pages: kept for one selection, whatever page of it is looked at. */
  const kept = (() => { const address = new URLSearchParams(form.elements.query.value); address.delete("efter"); address.delete("fore"); return `chosen ${location.pathname}?${address}`; })();
  const load = () => { try { return JSON.parse(sessionStorage.getItem(kept)) ?? []; } catch { return []; } };
  const save = () => { try { if (chosen.size) sessionStorage.setItem(kept, JSON.stringify([...chosen])); else sessionStorage.removeItem(kept); } catch { /* private window */ } };

  const draw = () => {
    let here = 0;
    for (const row of rows()) {
      const box = boxOf(row), on = whole.checked || chosen.has(box.value);
      box.checked = on; row.classList.toggle("sel", on); here += on;
    }
    const number = whole.checked ? Number(form.dataset.total) : chosen.size, away = whole.checked ? 0 : number - here;
    count.textContent = number ? (number === 1 ? form.dataset.one : form.dataset.many).replace("{n}", number) + (away > 0 ? form.dataset.away.replace("{n}", away) : "") : "";
    save();
    form.hidden = !number; clear.hidden = !number;
    if (head) { head.checked = here > 0 && here === rows().length; head.indeterminate = here > 0 && !head.checked; }
  };
  const set = (row, on) => { const box = boxOf(row); if (!box) return; if (on) chosen.add(box.value); else chosen.delete(box.value); };
  const one = () => { /* whoever unticks one of all means the others on the page */
    if (whole.checked) { whole.checked = false; rows().forEach((row) => set(row, true)); }
  };
  const between = (from, to) => {
    const all = rows(), ends = [all.findIndex((row) => boxOf(row).value === from), all.indexOf(to)].sort((a, b) => a - b);
    return ends[0] < 0 ? [to] : all.slice(ends[0], ends[1] + 1);
  };
  const nothing = () => { whole.checked = false; chosen.clear(); last = null; draw(); };

  body.addEventListener("click", (event) => {
    const box = event.target.closest('input[name="vald"]');
    if (!box) return;
    const on = box.checked;
    one();
    for (const row of event.shiftKey && last ? between(last, rowOf(box)) : [rowOf(box)]) set(row, on);
    last = box.value; draw();
  });
  head?.addEventListener("change", () => { const on = head.checked; one(); rows().forEach((row) => set(row, on)); draw(); });
  whole.addEventListener("change", () => { chosen.clear(); draw(); });
  clear.addEventListener("click", () => { nothing(); table.querySelector("tbody th a")?.focus(); });

  table.addEventListener("keydown", (event) => {
    const { key, target } = event, row = rowOf(target), box = boxOf(row);
    if (!box || target.matches("input:not([name=vald])") || event.ctrlKey || event.metaKey || event.altKey) return;
    const ticks = key === " " && (event.shiftKey || target.matches("th a"));
    if (ticks && !target.matches("input")) {
      event.preventDefault(); event.stopPropagation();
      const on = !box.checked;
      one(); set(row, on); last = box.value; draw();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      const all = rows(), next = all[all.indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
      if (event.shiftKey && next) { one(); set(row, !chosen.has(boxOf(next).value)); set(next, true); last = boxOf(next).value; draw(); }
      if (next && target === box) { event.preventDefault(); boxOf(next).focus(); }
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || form.hidden || document.querySelector("dialog[open]") || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    nothing();
  });

  new MutationObserver(draw).observe(body, { childList: true });
  addEventListener("pageshow", draw);
  if (head) head.closest("label, span").hidden = false;
  form.addEventListener("submit", () => { /* with those of the other pages */
    form.querySelectorAll("input[data-away]").forEach((old) => old.remove());
    if (whole.checked) return;
    const here = new Set(rows().map((row) => boxOf(row).value));
    for (const value of chosen) if (!here.has(value)) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: "vald", value }); hidden.dataset.away = "";
      form.append(hidden);
    }
  });
  /* From another page of the list, from a person, by the browser's Back; whoever comes from having done something begins anew. */
  const list = location.origin + location.pathname, from = document.referrer, deed = from.startsWith(`${list}flera/`);
  if (from.startsWith(list) && !deed || (performance.getEntriesByType("navigation")[0]?.type ?? "navigate") !== "navigate") load().forEach((value) => chosen.add(value));
  rows().forEach((row) => { if (boxOf(row).checked) set(row, true); });
  draw();
})();
