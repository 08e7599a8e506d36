/* What a browser with scripts does more: every page works without this file. */
"use strict";

document.documentElement.classList.add("js");

/* Says something once to those who see the page and to those who hear it. */
function say(text) {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = text;
  window.setTimeout(() => { if (place.textContent === text) place.textContent = ""; }, 4000);
}

/* <button data-copy="id of the text" data-copied="what to say afterwards"> */
async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = "value" in source ? source.value : source.innerText;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    /* Without HTTPS browsers keep the clipboard from scripts: select the text, so that Ctrl+C is left. */
    if (source.select) source.select(); else window.getSelection().selectAllChildren(source);
    document.execCommand("copy");
  }
  say(button.dataset.copied || "");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-print], [data-check-all]");
  if (!button) return;
  if ("copy" in button.dataset) copy(button);
  if ("print" in button.dataset) window.print();
  if ("checkAll" in button.dataset) {
    for (const box of document.querySelectorAll(`input[type=checkbox][name="${button.dataset.checkAll}"]`)) {
      box.checked = button.checked ?? true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
});

/* "/" goes to the search field, as on many sites. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("main input[type=search], .top input[type=search]");
  if (field) { event.preventDefault(); field.focus(); }
});

/* Until a file is chosen its field says so in the reader's language; then the browser shows the file's name. */
function shownChosen(input) {
  input.closest(".pick")?.classList.toggle("chosen", input.files.length > 0);
}
document.addEventListener("change", (event) => { if (event.target.type === "file") shownChosen(event.target); });

/* <form data-unsaved>: leaving with something typed asks first. */
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-unsaved]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  changed.delete(form);
  /* A second press of a button sends nothing twice; the page that answers brings a fresh form. */
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-unsaved]");
  if (form && event.detail.successful) changed.delete(form);
});
window.addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });
/* Back to a page the browser kept: its forms may be sent again. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const input of document.querySelectorAll(".pick input")) shownChosen(input);
});
