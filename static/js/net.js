/* What htmx says when the line or the server fails, in words; toasts and focus after a swap. */
"use strict";
(() => {
  const { say, words, focusOn } = window.framat;
  const byStatus = { 0: "lost", 401: "signedOut", 403: "denied", 404: "gone", 410: "gone", 413: "fault", 429: "often" };
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, elt } = event.detail;
    if (elt?.closest?.("[data-silent]") && xhr.status !== 401) return;
    say(words()[byStatus[xhr.status] ?? "fault"], { fault: true });
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (event.detail.elt?.closest?.("[data-silent]")) return;
      say(words()[name === "htmx:timeout" ? "late" : "lost"], { fault: true });
    });
  }
  /* A poll says that it is one: the server does not take it for a hand on the keys. */
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, headers, triggeringEvent } = event.detail;
    if (elt.closest("[data-silent]") || (!triggeringEvent && /\bevery\b/.test(elt.getAttribute("hx-trigger") ?? ""))) headers["X-Poll"] = "1";
  });
  /* A sign-in page must never land inside a fragment: go there instead. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const address = event.detail.xhr?.responseURL ?? "";
    if (new URL(address || location.href).pathname.startsWith("/konto/logga-in")) {
      event.detail.shouldSwap = false;
      say(words().signedOut, { fault: true });
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.elt;
    if (place?.isConnected && place.querySelector) focusOn(place);
  });
  /* The server's words: HX-Trigger: {"toast": {"words": …, "undo": …, "fault": …}}, or a list of them. */
  document.addEventListener("toast", (event) => {
    const said = event.detail.value ?? event.detail;
    for (const one of Array.isArray(said) ? said : [said]) say(one.words, one);
  });
})();
