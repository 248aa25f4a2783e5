/* When the browser or the person says no to a key: words instead of silence. The page carries them in [data-key-words]. */
"use strict";
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.querySelector("[data-key-words]")?.dataset.keyWords;
  if (words) window.framat?.say(words, { fault: true });
});
