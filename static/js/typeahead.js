/* Suggestions in a word picker (taxonomy/widgets.py): an ARIA combobox over the box that works without it. */
"use strict";
(() => {
  if (window.framatWords) return;
  window.framatWords = true;
  const WAIT = 120, MOST_KEPT = 60;
  const kept = new Map();
  let serial = 0, timer = 0, asked = null;

  const of = (node) => node?.closest?.("[data-words]");
  const boxOf = (picker) => picker.querySelector('.words-box input');
  const listOf = (picker) => picker.querySelector(".words-list");
  const optionsOf = (picker) => [...listOf(picker).children];
  const say = (picker, text) => { picker.querySelector("[data-words-said]").textContent = text; };

  const setUp = (picker) => {
    if (picker.classList.contains("on")) return;
    picker.classList.add("on");
    const box = boxOf(picker), list = listOf(picker);
    list.id ||= `words-${++serial}`;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", list.id);
  };
  const setUpAll = (root) => {
    if (root.matches?.("[data-words]")) setUp(root);
    root.querySelectorAll?.("[data-words]").forEach(setUp);
  };

  const close = (picker) => {
    clearTimeout(timer);
    asked?.abort();
    const box = boxOf(picker);
    listOf(picker).hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const mark = (picker, option) => {
    for (const one of optionsOf(picker)) one.setAttribute("aria-selected", String(one === option));
    const box = boxOf(picker);
    if (option) { box.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else box.removeAttribute("aria-activedescendant");
  };
  const marked = (picker) => listOf(picker).querySelector('[aria-selected="true"]');

  const show = (picker, html) => {
    const list = listOf(picker), box = boxOf(picker);
    list.innerHTML = html;
    const chosen = new Set([...picker.querySelectorAll("[data-words-chosen] input")].map((input) => input.value));
    for (const option of [...list.children]) {
      if (picker.dataset.many !== undefined && chosen.has(option.dataset.key)) option.remove();
    }
    [...list.children].forEach((option, at) => { option.id = `${list.id}-${at}`; });
    const count = list.children.length;
    list.hidden = count === 0;
    box.setAttribute("aria-expanded", String(count > 0));
    box.removeAttribute("aria-activedescendant");
    say(picker, count ? `${count} ${picker.dataset.found}` : box.value.trim() ? picker.dataset.none : "");
  };

  const look = async (picker) => {
    const box = boxOf(picker), text = box.value.trim();
    const address = `${picker.dataset.words}?q=${encodeURIComponent(text.slice(0, 200))}`;
    if (kept.has(address)) return show(picker, kept.get(address));
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal, credentials: "same-origin" });
      if (!answer.ok) return close(picker);
      const html = await answer.text();
      if (kept.size > MOST_KEPT) kept.clear();
      kept.set(address, html);
      if (document.activeElement === box && box.value.trim() === text) show(picker, html);
    } catch { /* a newer question, or no line: the form still works when sent */ }
  };

  const choose = (picker, option) => {
    const chosen = picker.querySelector("[data-words-chosen]");
    const item = picker.querySelector("template").content.firstElementChild.cloneNode(true);
    const { key, label } = option.dataset;
    item.querySelector("input").value = key;
    item.querySelector("[data-words-label]").textContent = label;
    const level = item.querySelector("select");
    if (level) {
      level.name = `${picker.dataset.name}-level-${key}`;
      level.setAttribute("aria-label", `${level.getAttribute("aria-label")}, ${label}`);
    }
    if (picker.dataset.many === undefined) chosen.replaceChildren();
    if (![...chosen.querySelectorAll("input")].some((input) => input.value === key)) chosen.append(item);
    picker.querySelector("[data-words-asking]")?.remove();
    const box = boxOf(picker);
    box.value = "";
    close(picker);
    say(picker, `${label} ${picker.dataset.added}`);
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  };

  const move = (picker, step) => {
    const options = optionsOf(picker), at = options.indexOf(marked(picker));
    const next = at < 0 ? (step > 0 ? 0 : options.length - 1) : at + step;
    mark(picker, options[next] ?? null);
  };

  document.addEventListener("input", (event) => {
    const picker = of(event.target);
    if (!picker || event.target !== boxOf(picker)) return;
    setUp(picker);
    clearTimeout(timer);
    if (!event.target.value.trim()) { close(picker); say(picker, ""); return; }
    timer = setTimeout(() => look(picker), WAIT);
  });

  document.addEventListener("keydown", (event) => {
    const picker = of(event.target);
    if (!picker || event.target !== boxOf(picker) || event.isComposing) return;
    const open = !listOf(picker).hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) move(picker, event.key === "ArrowDown" ? 1 : -1); else look(picker);
    } else if (event.key === "Enter" && open && marked(picker)) {
      event.preventDefault();
      choose(picker, marked(picker));
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); event.stopPropagation();
      close(picker);
    } else if (event.key === "Tab" && open && marked(picker)) {
      choose(picker, marked(picker));
    } else if (event.key === "Backspace" && !event.target.value && picker.dataset.many !== undefined) {
      const last = [...picker.querySelectorAll("[data-words-chosen] input")].pop();
      if (last && !event.repeat) last.focus();
    }
  });

  /* The pointer must not take focus from the box before its choice is made. */
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.(".words-list")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.('.words-list [role="option"]');
    if (option) choose(of(option), option);
  });
  document.addEventListener("focusout", (event) => {
    const picker = of(event.target);
    if (picker && event.target === boxOf(picker)) close(picker);
  });

  /* A tick taken away takes the choice away. */
  document.addEventListener("change", (event) => {
    const chosen = event.target.closest?.("[data-words-chosen]");
    if (!chosen || event.target.type !== "checkbox" || event.target.checked) return;
    const picker = of(chosen), item = event.target.closest("li");
    const next = (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("input");
    say(picker, `${item.querySelector("[data-words-label]").textContent} ${picker.dataset.removed}`);
    item.remove();
    boxOf(picker).dispatchEvent(new Event("change", { bubbles: true }));
    (next ?? boxOf(picker)).focus();
  });

  const ready = () => setUpAll(document);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
  document.addEventListener("htmx:load", (event) => setUpAll(event.target));
})();
