/* @name in a text (MentionArea in participants/forms/fields.py): colleagues' names at the caret, by keys or pointer. Focus stays in the text,
   aria-activedescendant says which name is marked and the status how many there are. Without script one writes the name. */
"use strict";
(() => {
  if (window.framatMention) return;
  window.framatMention = true;
  const BEGUN = /(?:^|[^\p{L}\p{N}_.])@([\p{L}][\p{L}\p{N}_\-’']*(?: [\p{L}\p{N}_\-’']*){0,2}|)$/u, MOST = 8;
  const LIKE = ["boxSizing", "width", "padding", "borderWidth", "borderStyle", "font", "letterSpacing", "lineHeight", "textIndent"];
  let serial = 0;

  const is = (node) => node?.matches?.(".mention > textarea");
  const listOf = (text) => text.parentElement.querySelector('[role="listbox"]');
  const said = (text, words) => { text.parentElement.querySelector("[data-mention-said]").textContent = words; };
  const marked = (text) => listOf(text).querySelector('[aria-selected="true"]');
  const fold = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /* What has been written of a name, from its @ to the caret; null when none is being written. */
  const begun = (text) => {
    const { selectionStart: caret, selectionEnd: end, value } = text;
    const found = caret === end && BEGUN.exec(value.slice(0, caret));
    return found ? { typed: found[1], from: caret - found[1].length - 1, caret } : null;
  };

  const close = (text) => {
    const list = listOf(text);
    if (list.hidden) return;
    list.hidden = true; list.replaceChildren();
    text.removeAttribute("aria-activedescendant");
    said(text, "");
  };

  const mark = (text, option) => {
    for (const one of listOf(text).children) one.setAttribute("aria-selected", String(one === option));
    text.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  /* Where the @ stands in the box: the same letters in a copy nobody sees. */
  const place = (text, at) => {
    const copy = document.createElement("div"), point = document.createElement("span"), style = getComputedStyle(text), list = listOf(text);
    for (const name of LIKE) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", insetBlockStart: "0" });
    copy.textContent = text.value.slice(0, at);
    point.textContent = "@";
    copy.append(point);
    text.parentElement.append(copy);
    const under = text.offsetTop + point.offsetTop + point.offsetHeight - text.scrollTop, aside = point.offsetLeft;
    copy.remove();
    list.style.insetBlockStart = `${Math.min(under, text.offsetTop + text.offsetHeight) + 4}px`;
    list.style.insetInlineStart = `${Math.max(0, Math.min(aside, text.offsetWidth - list.offsetWidth))}px`;
  };

  const look = (text) => {
    const now = begun(text);
    if (!now) return close(text);
    const asked = fold(now.typed), names = JSON.parse(text.parentElement.dataset.names);
    const found = names.filter((name) => fold(name).startsWith(asked) || (!asked.includes(" ") && fold(name).split(" ").some((part) => part.startsWith(asked))));
    if (!found.length || (found.length === 1 && fold(found[0]) === asked.trimEnd())) return close(text);
    const list = listOf(text);
    list.id ||= `mention-${++serial}`;
    text.setAttribute("aria-controls", list.id); text.setAttribute("aria-autocomplete", "list");
    list.replaceChildren(...found.slice(0, MOST).map((name, at) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option"); option.id = `${list.id}-${at}`; option.textContent = name;
      return option;
    }));
    list.hidden = false;
    place(text, now.from);
    mark(text, list.firstElementChild);
    said(text, `${list.children.length} ${text.parentElement.dataset.found}`);
  };

  const choose = (text, option) => {
    const now = begun(text), name = option.textContent;
    close(text);
    if (!now) return;
    const goesOn = /^\s/.test(text.value.slice(now.caret));
    text.setRangeText(`@${name}${goesOn ? "" : " "}`, now.from, now.caret, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  };

  document.addEventListener("input", (event) => { if (is(event.target) && !event.isComposing) look(event.target); });
  document.addEventListener("keydown", (event) => {
    const text = event.target;
    if (!is(text) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || listOf(text).hidden) return;
    const options = [...listOf(text).children], at = options.indexOf(marked(text));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(text, options.at((at + (event.key === "ArrowDown" ? 1 : -1)) % options.length));
    else if (event.key === "Enter" || event.key === "Tab") choose(text, options[at]);
    else if (event.key === "Escape") { event.stopPropagation(); close(text); }
    else { if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close(text); return; }
    event.preventDefault();
  });

  /* The pointer must not take focus from the text before its choice is made. */
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.(".mention [role=listbox]")) event.preventDefault(); else if (is(event.target)) close(event.target); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.(".mention [role=option]");
    if (option) choose(option.closest(".mention").querySelector("textarea"), option);
  });
  document.addEventListener("focusout", (event) => { if (is(event.target)) close(event.target); });
})();
