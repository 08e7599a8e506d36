/* Scrolls the picture of a path to where its item stands: on a phone that lies beyond the edge. */
"use strict";

for (const box of document.querySelectorAll(".path-box")) {
  const state = box.querySelector(".state.now rect") ?? box.querySelector(".state rect");
  if (!state) continue;
  const at = state.getBoundingClientRect(), frame = box.getBoundingClientRect();
  box.scrollLeft += at.left - frame.left - (box.clientWidth - at.width) / 2;
  box.scrollTop += at.top - frame.top - (box.clientHeight - at.height) / 2;
}
