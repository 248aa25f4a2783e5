/* Nothing written is lost. <form data-draft="/address/"> is saved on the server two seconds after the last key and
   shows "Sparat 10.42" in its [data-saved]; any <form data-keep> warns before it is left unsent. */
"use strict";
(() => {
  const { post, words } = window.framat;
  const wait = 2000, dirty = new Set(), timers = new WeakMap(), running = new WeakSet();
  const told = (form, key, lost = false) => {
    const line = form.querySelector("[data-saved]");
    if (!line) return;
    const now = new Date();
    line.classList.toggle("lost", lost);
    line.textContent = key === "saved" ? `${words().saved} ${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}` : words()[key];
  };
  const save = async (form, leaving = false) => {
    if (!dirty.has(form) || running.has(form)) return;
    running.add(form);
    const body = new URLSearchParams(new FormData(form));
    try {
      dirty.delete(form);
      const answer = await post(form.dataset.draft, body, { keepalive: leaving });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      told(form, "saved");
    } catch {
      dirty.add(form);
      told(form, "lost", true);
      if (!leaving) schedule(form, 10000);
    } finally { running.delete(form); }
    if (dirty.has(form) && !leaving && !timers.get(form)) schedule(form, wait);
  };
  const schedule = (form, delay) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => { timers.delete(form); save(form); }, delay));
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-draft], [data-keep]")) return;
    dirty.add(form);
    if (form.dataset.draft) { told(form, "unsaved"); schedule(form, wait); }
  });
  const clean = (event) => { const form = event.target.closest?.("form") ?? event.target; clearTimeout(timers.get(form)); dirty.delete(form); };
  document.addEventListener("submit", clean);
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) clean({ target: event.detail.elt }); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) dirty.forEach((form) => form.dataset.draft && save(form, true)); });
  addEventListener("beforeunload", (event) => {
    const left = [...dirty].filter((form) => form.isConnected && (!form.dataset.draft || form.querySelector("[data-saved].lost")));
    if (left.length) event.preventDefault();
  });
})();
