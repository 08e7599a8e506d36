/* Beside htmx, which keeps a form as a draft while somebody types: says when that failed, and keeps the last
   words when the page is left or the phone puts it away. See templates/drafts.html. */
"use strict";

const unkept = new Set();
const KEEPER = "[data-draft-failed]";
const DOOR = "/form-drafts/keep";

/* Whoever's session has ended is answered by the sign-in page: nothing was kept then. */
function wasKept(event) {
  return event.detail.successful && new URL(event.detail.xhr.responseURL).pathname === DOOR;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (form && form.querySelector(KEEPER)) unkept.add(form);
});
document.addEventListener("submit", (event) => { unkept.delete(event.target); });
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.matches(KEEPER) && new URL(event.detail.xhr.responseURL).pathname !== DOOR) {
    event.detail.shouldSwap = false;
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches(KEEPER)) return;
  if (wasKept(event)) unkept.delete(event.target.closest("form"));
  else event.target.textContent = event.target.dataset.draftFailed;
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of unkept) navigator.sendBeacon(DOOR, new FormData(form));
});
