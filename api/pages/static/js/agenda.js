/* Orders an agenda by dragging, with mouse or finger; the buttons beside each entry do the same without this. */
"use strict";

for (const agenda of document.querySelectorAll("[data-agenda]")) {
  const form = agenda.querySelector("#drop");
  let dragged = null;
  let aim = null; /* the entry before which it falls, or the list at whose end */

  const clear = () => { for (const each of agenda.querySelectorAll(".aim")) each.classList.remove("aim"); };

  function point(target) {
    clear();
    aim = target?.closest?.(".entries-of > li") || target?.closest?.(".entries-of") || null;
    if (aim === dragged || !agenda.contains(aim)) aim = null;
    aim?.classList.add("aim");
  }

  function drop() {
    clear();
    dragged?.classList.remove("dragged");
    if (dragged && aim) {
      const list = aim.closest(".entries-of");
      const rest = [...list.children].filter((each) => each !== dragged);
      const place = aim === list ? rest.length : rest.indexOf(aim);
      form.elements.entry.value = dragged.dataset.entry;
      form.elements.section.value = list.dataset.section;
      form.elements.position.value = place + 1;
      list.insertBefore(dragged, aim === list ? null : aim);
      document.getElementById("agenda-said").textContent = agenda.dataset.moved;
      form.requestSubmit();
    }
    dragged = aim = null;
  }

  agenda.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("li[data-entry]") || null;
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.entry);
  });
  agenda.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    point(event.target);
  });
  agenda.addEventListener("drop", (event) => { event.preventDefault(); drop(); });
  agenda.addEventListener("dragend", () => { aim = null; drop(); });

  /* Fingers drag by the grip; the rest of an entry scrolls the page. */
  for (const grip of agenda.querySelectorAll(".grip")) {
    grip.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse") return;
      dragged = grip.closest("li");
      dragged.classList.add("dragged");
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("pointermove", (event) => {
      if (dragged && event.pointerType !== "mouse") point(document.elementFromPoint(event.clientX, event.clientY));
    });
    grip.addEventListener("pointerup", () => { if (dragged) drop(); });
    grip.addEventListener("pointercancel", () => { aim = null; drop(); });
  }
}
