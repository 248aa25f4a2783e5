/* Toasts, dialogs, menus, submit-once, focus. Speed aids only: every page works without them. */
"use strict";
window.framat = (() => {
  const $ = (selector, from = document) => from.querySelector(selector);
  const words = () => document.getElementById("words")?.dataset ?? {};

  /* A toast stays ten seconds, thirty when it can be undone; it waits while pointed at or focused. */
  const linger = (toast, seconds) => {
    let left = seconds, timer = setInterval(() => {
      if (!toast.isConnected) return clearInterval(timer);
      if (toast.matches(":hover, :focus-within") || document.hidden) return;
      if (--left <= 0) { clearInterval(timer); toast.remove(); }
    }, 1000);
  };

  /* say("Nästa steg sparat.", {undo: "/…"}) posts to the address when Ångra is pressed. */
  const say = (text, { undo = "", fault = false } = {}) => {
    const box = document.getElementById("toasts");
    if (!box || !text) return null;
    const toast = document.createElement("div");
    toast.className = fault ? "toast fault" : "toast";
    const span = document.createElement("span");
    span.textContent = text;
    toast.append(span);
    if (undo) {
      const button = document.createElement("button");
      button.className = "btn"; button.type = "button"; button.textContent = words().undo || "Ångra";
      button.addEventListener("click", () => undoNow(undo, toast));
      toast.append(button);
    }
    const close = document.createElement("button");
    close.className = "btn bare"; close.type = "button"; close.dataset.close = ""; close.textContent = "×";
    close.setAttribute("aria-label", words().close || "Stäng");
    toast.append(close);
    box.querySelectorAll(".toast:not(.fault)").forEach((old, i, all) => { if (all.length - i > 2) old.remove(); });
    box.append(toast);
    linger(toast, undo ? 30 : fault ? 20 : 10);
    return toast;
  };

  const token = () => $('[name="csrfmiddlewaretoken"]')?.value ?? "";
  const post = (address, body = new URLSearchParams(), more = {}) => fetch(address, {
    method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": token() }, ...more,
  });
  const undoNow = async (address, toast) => {
    try {
      const answer = await post(address, undefined, { headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.status);
      toast.remove();
      say(words().undone);
      document.body.dispatchEvent(new CustomEvent("framat:undone", { bubbles: true }));
    } catch { say(words().lost, { fault: true }); }
  };

  /* ask({name, text, yes}) → Promise<boolean>: only for what cannot be undone, naming the thing. */
  const ask = ({ name, text = "", yes }) => new Promise((resolve) => {
    const dialog = document.getElementById("ask");
    if (!dialog?.showModal) return resolve(window.confirm(`${name}\n${text}`));
    $("#ask-name").textContent = name; $("#ask-text").textContent = text;
    if (yes) $("#ask-yes").textContent = yes;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

  const focusOn = (place) => {
    const target = place.matches?.("[data-focus]") ? place : $("[data-focus]:not([data-sample] *)", place);
    if (target) { if (!target.hasAttribute("tabindex") && !target.matches("a, button, input, select, textarea")) target.tabIndex = -1; target.focus(); }
  };

  document.addEventListener("click", (event) => {
    const from = event.target.closest?.("[data-close], [data-open]");
    if (from?.hasAttribute("data-close")) from.closest("[data-toast], .toast, dialog")?.[from.closest("dialog") ? "close" : "remove"]();
    if (from?.dataset.open) { from.closest("details")?.removeAttribute("open"); document.getElementById(from.dataset.open)?.showModal(); }
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.matches?.("dialog[open]") && event.target.dataset.strict === undefined) {
      const box = event.target.getBoundingClientRect();
      if (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom) event.target.close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* A plain form is sent once; a form marked data-ask asks first. htmx sends its own (hx-disabled-elt). */
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (form.method === "dialog") return;
    const asks = button?.dataset.ask ?? form.dataset.ask;
    if (asks && !form.dataset.asked) {
      event.preventDefault(); event.stopImmediatePropagation();
      const data = { ...form.dataset, ...button?.dataset };
      if (await ask({ name: asks, text: data.askText, yes: data.askYes ?? button?.textContent.trim() })) {
        form.dataset.asked = "1"; form.requestSubmit(button ?? undefined);
      }
      return;
    }
    if (form.matches("[hx-post], [hx-get], [hx-put], [hx-delete]")) { delete form.dataset.asked; return; }
    if (form.dataset.again !== undefined) return; /* gives a file: the page stays, and may be asked again */
    if (form.classList.contains("sent")) { event.preventDefault(); return; }
    form.classList.add("sent");
  }, true);
  addEventListener("pageshow", () => document.querySelectorAll("form.sent").forEach((form) => form.classList.remove("sent")));

  /* On a phone the menu scrolls sideways: where one is comes into view. */
  const showPlace = () => {
    const menu = $(".top nav"), here = menu && $("[aria-current]", menu);
    if (!here) return;
    const at = here.getBoundingClientRect(), room = menu.getBoundingClientRect();
    menu.scrollLeft += Math.max(0, at.right + 16 - room.right) + Math.min(0, at.left - 16 - room.left);
  };

  const ready = () => {
    showPlace();
    document.querySelectorAll("[data-toast]").forEach((toast) => linger(toast, toast.classList.contains("fault") ? 20 : 10));
    focusOn(document);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
  return { say, ask, post, token, words, focusOn };
})();
