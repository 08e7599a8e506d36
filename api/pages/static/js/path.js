/* Scrolls the picture of a path to where its states are: on a phone they lie beyond the edge. */
"use strict";

for (const box of document.querySelectorAll(".path-box")) {
  const state = box.querySelector(".state.now rect, .state rect");
  if (state) box.scrollLeft = Math.max(0, Number(state.getAttribute("x")) - 24);
}
