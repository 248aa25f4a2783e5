/* The register as a sheet: arrows walk, Enter or a letter opens a cell, Enter saves and goes down, Tab goes on, Esc regrets, a block can
   be pasted. Without script every cell is a link to a page of its own. A colleague's change never takes the row from under the fingers. */
"use strict";
(() => {
  const table = document.querySelector("table[data-write]");
  const { say, post, words } = window.framat;
  const rowOf = (node) => node?.closest?.('tr[id^="r-"]');
  const linkIn = (row, key) => row?.querySelector(key ? `a[data-cell="${CSS.escape(key)}"]` : "th a");
  const keyOf = (node) => node.dataset?.cell ?? "";
  const said = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), table.getAttribute(`data-${name}`) ?? "");
  let editor = null, sending = null, lastUndo = "";
  const waiting = [], late = new Map();

  /* --- rows that arrive: from our own saving and from the poll ------------------------------------------------------------ */
  const BOX = 'input[name="vald"]';
  const spotOf = (row) => { const active = document.activeElement; return row.contains(active) ? (active.matches(BOX) ? BOX : keyOf(active)) : null; };
  const focusIn = (row, spot) => { if (spot !== null) (spot === BOX ? row?.querySelector(BOX) : linkIn(row, spot))?.focus({ preventScroll: true }); };
  const replace = (id, html) => {
    const old = document.getElementById(`r-${id}`);
    if (!old) return;
    if (editor && old.contains(editor.input)) { late.set(id, html); return; }
    const place = document.createElement("template");
    place.innerHTML = `<table><tbody>${html}</tbody></table>`;
    const fresh = place.content.querySelector("tr"), spot = spotOf(old);
    old.replaceWith(fresh);
    quiet(fresh);
    focusIn(fresh, spot);
  };
  let held = null;
  document.addEventListener("htmx:oobBeforeSwap", (event) => { /* while a cell is written in, the row waits until it is closed */
    const { target, fragment } = event.detail, row = rowOf(target), fresh = fragment?.querySelector?.("tr");
    if (!row || row !== target) return;
    if (editor && row.contains(editor.input)) { event.detail.shouldSwap = false; if (fresh) late.set(row.id.slice(2), fresh.outerHTML); return; }
    const spot = spotOf(row);
    if (spot !== null) held = [row.id, spot];
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    if (held) { focusIn(document.getElementById(held[0]), held[1]); held = null; }
    if (table) quiet(table);
  });
  if (!table) return;
  const quiet = (place) => place.querySelectorAll("a[data-cell]").forEach((link) => { link.tabIndex = -1; });
  quiet(table);

  /* --- walking ------------------------------------------------------------------------------------------------------------- */
  const links = (row) => [...row.querySelectorAll("th a, a[data-cell]")];
  const beside = (row, step) => { do row = step > 0 ? row.nextElementSibling : row.previousElementSibling; while (row && !row.id); return row; };
  const go = (from, down, along) => {
    const row = rowOf(from), next = down ? beside(row, down) : row;
    if (!next) return null;
    const here = links(row).indexOf(from), target = links(next)[Math.min(Math.max(here + along, 0), links(next).length - 1)];
    target?.focus(); target?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return target;
  };
  const onward = (from, step) => {
    const row = rowOf(from), all = links(row), next = all[all.indexOf(from) + step];
    if (next) return next;
    const other = beside(row, step);
    return other ? links(other).at(step > 0 ? 0 : -1) : null;
  };

  /* --- one cell ------------------------------------------------------------------------------------------------------------ */
  const textOf = (link) => { const cell = link.parentElement; return cell.dataset.v ?? link.textContent.trim(); };
  const open = (link, typed = null) => {
    if (editor) close(true);
    const cell = link.parentElement, base = textOf(link), input = document.createElement("input"), key = keyOf(link);
    input.className = "input"; input.value = typed ?? base; input.maxLength = 2000; input.autocomplete = "off";
    input.setAttribute("aria-label", `${said("column-" + key.replace(".", "-")) || key}, ${rowOf(cell).querySelector("th").textContent.trim()}`);
    if (document.getElementById(`list-${key}`)) input.setAttribute("list", `list-${key}`);
    link.hidden = true; cell.classList.add("open"); cell.append(input);
    editor = { input, link, cell, base, key };
    input.focus(); if (typed === null) input.select();
  };
  const close = (save) => {
    const { input, link, cell, base, key } = editor, text = input.value.trim(), row = rowOf(cell);
    editor = null;
    input.remove(); link.hidden = false; cell.classList.remove("open");
    const id = row.id.slice(2);
    if (late.has(id)) { const html = late.get(id); late.delete(id); replace(id, html); }
    const now = linkIn(document.getElementById(row.id), key);
    if (save && text !== base) { if (now) show(now, text); send([{ p: row.dataset.p, c: key, base, text }]); }
    return now;
  };
  const show = (link, text) => { link.textContent = text; link.parentElement.dataset.v = text; link.parentElement.classList.add("saving"); };

  /* --- to the server, one batch at a time; what could not be sent is kept and tried again ------------------------------------- */
  const send = (cells) => { waiting.push(cells); if (!sending) sending = flush(); };
  const flush = async () => {
    while (waiting.length) {
      let answer;
      try {
        const body = JSON.stringify({ cells: waiting[0], query: table.dataset.query ?? "" });
        const response = await post(table.dataset.write, body, { headers: { "X-CSRFToken": document.querySelector('[name="csrfmiddlewaretoken"]').value, "Content-Type": "application/json" } });
        if (![200, 409, 422].includes(response.status)) throw Object.assign(new Error("refused"), { answered: response.status });
        answer = await response.json();
      } catch (fault) {
        say(fault.answered ? words().fault : words().lost, { fault: true });
        if (fault.answered && fault.answered < 500) { waiting.shift(); continue; }
        await new Promise((again) => setTimeout(again, 5000));
        continue;
      }
      take(answer, waiting.shift());
    }
    sending = null;
  };
  const take = (answer, sent) => {
    for (const [id, html] of Object.entries(answer.rows)) replace(id, html);
    if (answer.undo) lastUndo = answer.undo;
    if (answer.said) say(answer.said, { undo: answer.undo });
    for (const one of answer.refused) { put(one, sent); say(one.why, { fault: true }); }
    if (answer.clashes.length) clash(answer.clashes, sent);
  };
  const linkAt = (p, c) => table.querySelector(`tr[data-p="${CSS.escape(p)}"] a[data-cell="${CSS.escape(c)}"]`);
  const put = (one, sent) => { /* what was refused stands open again with all that was typed */
    const link = linkAt(one.p, one.c);
    if (!link || editor) return;
    const began = sent.find((cell) => cell.p === one.p && cell.c === one.c);
    show(link, began.base); link.parentElement.classList.remove("saving"); open(link, one.mine);
  };
  addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });

  /* --- two who wrote in the same cell: both texts, the later writer chooses ---------------------------------------------------- */
  const clash = (clashes, sent) => {
    const dialog = document.getElementById("clash"), list = dialog.querySelector("[data-list]"), back = document.activeElement;
    for (const one of clashes) {
      const item = dialog.querySelector("template").content.cloneNode(true), row = table.querySelector(`tr[data-p="${CSS.escape(one.p)}"]`);
      const put = (name, text) => { item.querySelector(`[data-${name}]`).textContent = text || "–"; };
      put("who", `${row?.querySelector("th").textContent.trim() ?? ""}, ${said("column-" + one.c.replace(".", "-"))}`);
      put("theirs", one.theirs); put("mine", one.mine);
      const box = item.querySelector("[data-item]");
      const settle = (mine) => {
        const link = linkAt(one.p, one.c);
        if (mine) send([{ p: one.p, c: one.c, base: one.theirs, text: one.mine }]); else if (link) { show(link, one.theirs); link.parentElement.classList.remove("saving"); }
        box.remove();
        if (!list.children.length) { dialog.close(); (editor?.input ?? linkAt(one.p, one.c) ?? back)?.focus(); }
      };
      item.querySelector("[data-keep]").addEventListener("click", () => settle(false));
      item.querySelector("[data-replace]").addEventListener("click", () => settle(true));
      list.append(item);
    }
    dialog.onclose = () => { if (list.children.length) dialog.showModal(); }; /* Esc chooses for nobody: both texts stay until somebody does */
    if (!dialog.open) dialog.showModal();
  };

  /* --- a block from a spreadsheet ------------------------------------------------------------------------------------------------ */
  const block = (text) => { /* tab-separated, a cell may be quoted and hold line breaks */
    const rows = [[]]; let cell = "", quoted = false;
    for (let i = 0; i < text.length; i += 1) {
      const sign = text[i];
      if (quoted) { if (sign !== '"') cell += sign; else if (text[i + 1] === '"') { cell += sign; i += 1; } else quoted = false; }
      else if (sign === '"' && !cell) quoted = true;
      else if (sign === "\t") { rows.at(-1).push(cell); cell = ""; }
      else if (sign === "\n") { rows.at(-1).push(cell); cell = ""; rows.push([]); }
      else if (sign !== "\r") cell += sign;
    }
    if (cell || rows.at(-1).length) rows.at(-1).push(cell); else rows.pop();
    return rows;
  };
  const paste = (from, text) => {
    const rows = block(text), keys = [...table.tHead.rows[0].cells].map((head) => head.dataset.c ?? ""), start = keys.indexOf(keyOf(from)), cells = [];
    let row = rowOf(from), passed = 0, unread = rows.length;
    for (const line of rows) {
      if (!row) break;
      line.forEach((text, at) => {
        const link = keys[start + at] ? linkIn(row, keys[start + at]) : null;
        if (!link) { if (text.trim()) passed += 1; return; }
        cells.push({ p: row.dataset.p, c: keys[start + at], base: textOf(link), text: text.trim() });
      });
      row = beside(row, 1); unread -= 1;
    }
    cells.forEach((cell) => show(linkAt(cell.p, cell.c), cell.text));
    for (let at = 0; at < cells.length; at += 1000) send(cells.slice(at, at + 1000));
    if (passed) say(said("passed", { n: passed }));
    if (unread) say(said("below", { n: unread }));
  };

  /* --- hands ------------------------------------------------------------------------------------------------------------------------ */
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td.cell"), link = cell?.querySelector("a[data-cell]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input")) return;
    event.preventDefault(); open(link);
  });
  table.addEventListener("focusout", (event) => { if (editor && event.target === editor.input) setTimeout(() => { if (editor && document.activeElement !== editor.input && document.hasFocus() && !document.querySelector("dialog[open]")) close(true); }); });
  table.addEventListener("paste", (event) => {
    if (editor || !event.target.matches("a[data-cell]")) return;
    event.preventDefault(); paste(event.target, event.clipboardData.getData("text/plain"));
  });
  table.addEventListener("copy", (event) => {
    if (editor || !getSelection().isCollapsed || !event.target.matches("a")) return;
    event.preventDefault(); event.clipboardData.setData("text/plain", event.target.matches("[data-cell]") ? textOf(event.target) : event.target.textContent.trim());
  });
  table.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (editor && target === editor.input) { typing(event); return; }
    if (!target.matches("th a, a[data-cell]")) return;
    if ((event.ctrlKey || event.metaKey) && key === "z" && lastUndo) { event.preventDefault(); const address = lastUndo; lastUndo = ""; takeBack(address); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const flip = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, flip], ArrowLeft: [0, -flip], Home: [0, -99], End: [0, 99] };
    if (moves[key]) { event.preventDefault(); go(target, ...moves[key]); return; }
    if (!target.matches("[data-cell]")) return;
    if (key === "Tab") { const next = onward(target, event.shiftKey ? -1 : 1); if (next) { event.preventDefault(); next.focus(); } return; }
    if (key === "Enter" || key === "F2") { event.preventDefault(); open(target); return; }
    if (key === "Delete" || key === "Backspace") { event.preventDefault(); open(target, ""); return; }
    if (key.length === 1) { event.preventDefault(); event.stopPropagation(); open(target, key); }
  });
  const typing = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(false).focus(); }
    if (event.key === "Enter") { event.preventDefault(); const link = close(true); go(link, event.shiftKey ? -1 : 1, 0) ?? link.focus(); }
    if (event.key === "Tab") { event.preventDefault(); const link = close(true), next = onward(link, event.shiftKey ? -1 : 1); (next ?? link).focus(); }
  };
  const takeBack = async (address) => {
    const answer = await post(address, undefined, { headers: { "X-CSRFToken": document.querySelector('[name="csrfmiddlewaretoken"]').value, "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) { say(words().lost, { fault: true }); return; }
    say(words().undone);
    document.body.dispatchEvent(new CustomEvent("framat:undone", { bubbles: true }));
  };
})();
