/* Finding whom to call: "@" and the beginning of a name open a list under a text field with data-call. */
"use strict";

for (const field of document.querySelectorAll("textarea[data-call]")) {
  const list = document.createElement("ul");
  list.className = "callable";
  list.id = `${field.id}-callable`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.callLabel);
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let asked = 0;

  const begun = () => /(?:^|[\s(])@([^\s@]{1,40})$/u.exec(field.value.slice(0, field.selectionStart));
  const options = () => [...list.children];
  const chosen = () => options().findIndex((each) => each.getAttribute("aria-selected") === "true");

  function choose(index) {
    options().forEach((each, number) => each.setAttribute("aria-selected", String(number === index)));
    const option = options()[index];
    if (option) field.setAttribute("aria-activedescendant", option.id);
  }

  function close() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    const match = begun();
    if (!match) return close();
    const end = field.selectionStart;
    const start = end - match[1].length;
    field.setRangeText(`${option.dataset.username} `, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    field.focus();
  }

  field.addEventListener("input", async () => {
    const match = begun();
    if (!match) return close();
    const turn = ++asked;
    const answer = await fetch(`${field.dataset.call}?q=${encodeURIComponent(match[1])}`, { credentials: "same-origin" });
    if (!answer.ok || turn !== asked) return;
    const people = await answer.json();
    list.replaceChildren(...people.map((person, number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      option.dataset.username = person.username;
      option.textContent = `${person.name} (${person.username})`;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    list.hidden = people.length === 0;
    if (people.length) choose(0);
  });

  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const count = options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose((chosen() + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      take(options()[chosen()]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  field.addEventListener("blur", close);
}
