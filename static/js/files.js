/* Files by drag, pick and paste: sent one by one with progress, a fault beside its file. Without script the form sends
   them all at once. <form data-files="id of the list">; the answer is the file's line of that list. */
"use strict";
(() => {
  const form = document.querySelector("form[data-files]");
  if (!form) return;
  const { token } = window.framat;
  const input = form.querySelector("input[type=file]"), queue = form.querySelector(".sent-files");
  const list = document.getElementById(form.dataset.files);
  const LARGEST = 10 * 1024 * 1024, waiting = [];
  let sending = false;
  form.querySelector(".drop-words").hidden = false;
  form.querySelector("[type=submit]").hidden = true;
  input.removeAttribute("aria-invalid");

  const lineOf = (file) => {
    const line = document.createElement("li"), name = document.createElement("b"), bar = document.createElement("progress");
    name.textContent = file.name;
    bar.max = 100; bar.value = 0; bar.setAttribute("aria-label", `${form.dataset.sending} ${file.name}`);
    line.append(name, " ", bar);
    queue.append(line);
    return line;
  };
  const failed = (line, words) => {
    line.querySelector("progress")?.remove();
    const fault = document.createElement("span");
    fault.className = "fault"; fault.textContent = words;
    line.append(fault);
  };
  const landed = (line, html) => {
    line.remove();
    list.insertAdjacentHTML("afterbegin", html);
    list.parentElement.querySelector("[data-none]")?.remove();
  };
  const send = (file, line) => new Promise((done) => {
    const call = new XMLHttpRequest(), body = new FormData();
    body.append("kind", form.elements.kind.value);
    body.append("upload", file, file.name);
    call.open("POST", form.action);
    call.setRequestHeader("HX-Request", "true");
    call.setRequestHeader("X-CSRFToken", token());
    call.upload.addEventListener("progress", (event) => { if (event.lengthComputable) line.querySelector("progress").value = 100 * event.loaded / event.total; });
    call.addEventListener("load", () => {
      const here = new URL(call.responseURL || form.action).pathname === new URL(form.action).pathname;
      if (call.status === 200 && here) landed(line, call.responseText);
      else failed(line, call.status === 422 ? call.responseText : form.dataset.lost);
      done();
    });
    call.addEventListener("error", () => { failed(line, form.dataset.lost); done(); });
    call.send(body);
  });
  const take = async (files) => {
    for (const file of files) waiting.push([file, lineOf(file)]);
    if (sending) return;
    sending = true;
    while (waiting.length) {
      const [file, line] = waiting.shift();
      if (file.size > LARGEST) failed(line, form.dataset.large); else await send(file, line);
    }
    sending = false;
  };

  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => { if (holds(event)) { event.preventDefault(); form.classList.add("over"); } });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length && !event.target.closest?.("input[type=text], textarea")) { event.preventDefault(); take(files); }
  });
  addEventListener("beforeunload", (event) => { if (sending) event.preventDefault(); });
})();
