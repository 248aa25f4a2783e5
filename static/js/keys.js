/* Keys: / to search, ? for the list. Never in a text field, and they can be switched off (WCAG 2.1.4). */
"use strict";
(() => {
  const place = "framat.keys";
  const stored = () => { try { return localStorage.getItem(place); } catch { return null; } };
  const on = () => (stored() ?? document.body.dataset.shortcuts ?? "on") !== "off";
  const writing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  const handlers = {
    "/": () => { const box = document.querySelector("[data-find]"); box?.focus(); box?.select(); return Boolean(box); },
    "?": () => { const list = document.getElementById("keys"); list?.showModal?.(); return Boolean(list); },
  };
  /* A page adds its own: framat.key("n", () => …). */
  window.framat.key = (key, act) => { handlers[key] = act; };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || writing(event.target)) return;
    if (!on() || document.querySelector("dialog[open]")) return;
    const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); return; }
    if (handlers[event.key]?.() ?? false) event.preventDefault();
  });
  /* Arrows walk a list of links: from the search box down into it, and back up. */
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const links = [...document.querySelectorAll("[data-arrows] a")], box = document.querySelector("[data-find]");
    const here = links.indexOf(event.target);
    if (!links.length || (here < 0 && event.target !== box)) return;
    const next = event.key === "ArrowDown" ? links[here + 1] : (here > 0 ? links[here - 1] : box);
    if (next) { event.preventDefault(); next.focus(); }
  });
  const mark = () => document.querySelectorAll("[data-keys-switch]").forEach((box) => { box.checked = on(); });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-keys-switch]")) try { localStorage.setItem(place, event.target.checked ? "on" : "off"); } catch { /* private window */ }
  });
  addEventListener("DOMContentLoaded", mark); if (document.readyState !== "loading") mark();
})();
