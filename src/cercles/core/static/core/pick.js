"use strict";
/* Proposals as one types, for core.fields.PickField: the combobox of the ARIA practices. A proposal with a ``url`` leads there. Without it the box is a plain text box. */
(() => {
  let serial = 0;
  const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

  function dress(box) {
    if (box.dataset.cerclesDressed) return;
    box.dataset.cerclesDressed = "1";
    const input = box.querySelector("input[type=text], input[type=search]");
    const madeFor = box.querySelector("input[name$=_for]");
    const list = make("ul", { id: `pick-${++serial}`, className: "pick-list", role: "listbox", hidden: true });
    const status = make("p", { className: "visually-hidden", role: "status" });
    let found = [], active = -1, timer = 0, asked = 0;
    box.append(list, status);
    list.setAttribute("aria-label", input.labels[0]?.textContent.trim() || "");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
      input.setAttribute(name, value);
    }

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function mark(index) {
      active = index;
      list.querySelectorAll("li").forEach((item, n) => item.setAttribute("aria-selected", String(n === index)));
      if (index < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
    function hold(value, text) {
      if (!madeFor) return;
      box.querySelector(".pick-several")?.remove();
      let id = box.querySelector("input[type=hidden][name$=_id]");
      if (!id) { id = make("input", { type: "hidden", name: `${input.name}_id` }); box.append(id); }
      id.value = value;
      madeFor.value = text;
    }
    function choose(index) {
      if (found[index].url) { location.assign(found[index].url); return; }
      input.value = found[index].label;
      hold(found[index].value, input.value);
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function show(results) {
      found = results;
      list.replaceChildren(...results.map((one, n) => {
        const item = make("li", { id: `${list.id}-${n}`, role: "option", textContent: one.label });
        item.setAttribute("aria-selected", "false");
        if (one.note) item.append(" ", make("small", { textContent: one.note }));
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(n); });
        return item;
      }));
      active = -1;
      list.hidden = results.length === 0;
      input.setAttribute("aria-expanded", String(results.length > 0));
      input.removeAttribute("aria-activedescendant");
      const { cerclesOne, cerclesMany, cerclesNone } = box.dataset;
      status.textContent = results.length > 1 ? `${results.length} ${cerclesMany}` : results.length ? cerclesOne : cerclesNone;
    }
    async function ask() {
      const text = input.value.trim(), turn = ++asked;
      if (!text) { close(); return; }
      try {
        const answer = await fetch(`${box.dataset.cerclesPick}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
        if (answer.ok && turn === asked) show((await answer.json()).results);
      } catch { close(); /* no network: the text is still sent with the form */ }
    }

    input.addEventListener("input", () => {
      hold("", "");
      clearTimeout(timer);
      timer = setTimeout(ask, 150);
    });
    input.addEventListener("blur", () => { asked++; clearTimeout(timer); close(); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); ask(); return; }
      if (list.hidden) return;
      const last = found.length - 1;
      if (event.key === "ArrowDown") mark(active >= last ? 0 : active + 1);
      else if (event.key === "ArrowUp") mark(active <= 0 ? last : active - 1);
      else if (event.key === "Enter" && active >= 0) choose(active);
      else if (event.key === "Escape") { event.stopPropagation(); close(); }
      else return;
      event.preventDefault();
    });
  }
  document.querySelectorAll("[data-cercles-pick]").forEach(dress);
})();
