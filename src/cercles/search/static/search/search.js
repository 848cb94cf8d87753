"use strict";
/* Keys of the search box: the down arrow goes into the proposals, Escape closes them. Without it they are links one tabs to. */
(() => {
  const form = document.querySelector("[data-cercles-search]");
  if (!form) return;
  const input = form.querySelector("input[type=search]"), list = form.querySelector("#suggestions");
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && links.length) { list.replaceChildren(); input.focus(); event.preventDefault(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links.length || (at < 0 && step < 0)) return;
    event.preventDefault();
    (links[at + step] || (at + step < 0 ? input : links[at])).focus();
  });
})();
