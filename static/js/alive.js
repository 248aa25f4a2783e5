/* Alive: "Nour skriver här nu" in the very cell and beside a person's form. Where this page writes goes with the poll; a colleague's mark goes
   by itself fifteen seconds after their last word. Nothing moves, and nothing is locked: two who write in the same cell are asked afterwards. */
"use strict";
(() => {
  const table = document.querySelector("table[data-write]"), tab = Math.random().toString(36).slice(2, 10).padEnd(4, "0");
  const quietly = (address, headers = {}, leaving = false) => fetch(address, { headers: { "X-Poll": "1", "X-Tab": tab, ...headers }, keepalive: leaving }).catch(() => null);

  /* --- the register ---------------------------------------------------------------------------------------------------------- */
  const poll = () => document.getElementById("poll");
  const openCell = () => {
    const cell = table?.querySelector("td.cell.open"), key = cell?.querySelector("a[data-cell]")?.dataset.cell;
    return key ? `${cell.closest("tr").dataset.p}/${key}` : "";
  };
  let told = "", soon = 0, writers = [];
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "poll") return;
    told = openCell();
    event.detail.headers["X-Here"] = told;
    event.detail.headers["X-Tab"] = tab;
  });
  const ask = () => { /* half a second after the last cell, so that writing down a column is one question */
    clearTimeout(soon);
    soon = setTimeout(() => { if (openCell() !== told) document.body.dispatchEvent(new CustomEvent("framat:ask")); }, 500);
  };
  const draw = () => {
    const now = Date.now();
    writers = writers.filter((writer) => writer.until > now);
    const at = new Map();
    for (const { p, c, name } of writers) {
      const cell = table.querySelector(`tr[data-p="${CSS.escape(p)}"] a[data-cell="${CSS.escape(c)}"]`)?.parentElement;
      if (cell) at.set(cell, [...(at.get(cell) ?? []), name]);
    }
    table.querySelectorAll("td.held").forEach((cell) => { if (!at.has(cell)) { cell.classList.remove("held"); cell.querySelector(".typing")?.remove(); } });
    for (const [cell, names] of at) {
      const words = table.dataset.writes.replace("{name}", [...new Set(names)].join(", "));
      let mark = cell.querySelector(".typing");
      if (!mark) { mark = document.createElement("span"); mark.className = "typing"; cell.append(mark); cell.classList.add("held"); }
      if (mark.textContent !== words) mark.textContent = words;
    }
  };
  if (table) {
    table.addEventListener("focusin", ask);
    table.addEventListener("focusout", ask);
    document.addEventListener("framat:here", (event) => {
      const now = Date.now(), heard = event.detail.here ?? event.detail.value?.here ?? [];
      writers = heard.map((writer) => ({ ...writer, until: now + writer.left * 1000 }));
      draw();
    });
    setInterval(() => { if (writers.length) draw(); }, 1000);
    new MutationObserver(() => { if (writers.length) draw(); }).observe(table.tBodies[0], { childList: true });
    addEventListener("pagehide", () => { if (told && poll()) quietly(poll().getAttribute("hx-get").split("?")[0], { "X-Here": "" }, true); });
  }

  /* --- a form about one person, on a page of its own or in a dialog ---------------------------------------------------------------- */
  let form = null;
  const leave = () => { if (form) quietly(`${form}?flik=${tab}`, {}, true); form = null; };
  const look = async () => {
    const place = document.querySelector("[data-here]"), shown = place?.parentElement.checkVisibility() ? place : null;
    if (form && form !== shown?.dataset.here) leave();
    if (!shown) return;
    form = shown.dataset.here;
    const answer = await quietly(`${form}?ruta=${encodeURIComponent(shown.dataset.column)}&flik=${tab}`);
    if (!answer?.ok || answer.redirected || !shown.isConnected) return;
    const { words } = await answer.json();
    if (shown.textContent !== words) shown.textContent = words;
  };
  setInterval(look, 8000);
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt?.querySelector?.("[data-here]")) look(); });
  document.addEventListener("close", leave, true);
  addEventListener("pagehide", leave);
  look();
})();
