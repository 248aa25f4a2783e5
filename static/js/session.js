/* Five minutes before the sign-in runs out: ask, with "Stanna kvar". Body carries data-idle (seconds) and data-stay (address). */
"use strict";
(() => {
  const { idle, stay } = document.body.dataset;
  if (!idle || !stay) return;
  const dialog = document.getElementById("stay"), { post, say, words } = window.framat;
  const warnAfter = Math.max(Number(idle) - 300, 60) * 1000, channel = "BroadcastChannel" in window ? new BroadcastChannel("framat") : null;
  let last = Date.now(), asked = false;
  const alive = (tell = true) => { last = Date.now(); asked = false; if (dialog.open) dialog.close(); if (tell) channel?.postMessage("alive"); };
  channel?.addEventListener("message", (event) => { if (event.data === "alive") alive(false); });
  /* A request the person made extends the sign-in; a poll (data-silent) does not. */
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && !event.detail.elt?.closest?.("[data-silent]")) alive(); });
  document.querySelector("[data-stay-now]")?.addEventListener("click", async () => {
    try { const answer = await post(stay); if (!answer.ok || answer.redirected) throw new Error(answer.status); alive(); } catch { say(words().signedOut, { fault: true }); }
  });
  setInterval(() => {
    const passed = Date.now() - last;
    if (passed > Number(idle) * 1000) { if (dialog.open) dialog.close(); if (asked) { asked = false; say(words().signedOut, { fault: true }); } }
    else if (passed > warnAfter && !asked) { asked = true; dialog.showModal(); }
  }, 15000);
})();
