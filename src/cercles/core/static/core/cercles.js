"use strict";
/* Small comforts. Nothing here is required: every page works without it. */
(() => {
  const DRAFT = "cercles-draft:";
  const store = { get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, text) => { try { localStorage.setItem(key, text); } catch { /* full or forbidden: the page still works */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* same */ } } };

  // A button pressed twice sends once (the server also refuses the second sending).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.cerclesSent) { event.preventDefault(); return; }
    form.dataset.cerclesSent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    keep(form);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("[data-cercles-sent]")) delete form.dataset.cerclesSent;
    for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // Long texts are kept in this browser until they are sent. Only free text: never a choice, a file or a password.
  const texts = (form) => form.querySelectorAll("textarea[name], input[type=text][name]");
  const keyOf = (form) => DRAFT + location.pathname + ":" + form.dataset.cerclesDraft;
  function keep(form) {
    if (!form.dataset.cerclesDraft) return;
    const kept = {};
    for (const field of texts(form)) if (field.value !== field.defaultValue) kept[field.name] = field.value;
    if (Object.keys(kept).length) store.set(keyOf(form), JSON.stringify(kept)); else store.drop(keyOf(form));
  }
  function say(form, kept) {
    const note = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    note.textContent = form.dataset.cerclesDraftText + " ";
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "btn btn-link btn-sm";
    undo.textContent = form.dataset.cerclesDraftUndo;
    undo.addEventListener("click", () => {
      for (const field of texts(form)) if (field.name in kept) field.value = field.defaultValue;
      store.drop(keyOf(form));
      note.remove();
    });
    note.append(undo);
    form.prepend(note);
  }
  function restore(form) {
    const written = store.get(keyOf(form));
    if (!written || form.querySelector(".error-summary")) return;
    let kept = {};
    try { kept = JSON.parse(written); } catch { return; }
    const back = Array.from(texts(form)).filter((field) => field.name in kept && kept[field.name] !== field.value);
    for (const field of back) field.value = kept[field.name];
    if (back.length) say(form, kept);
  }
  // A kept text is dropped once it was sent: the page says so, or the sending led elsewhere than to an error.
  function settle() {
    const from = sessionStorage.getItem("cercles-sent-from");
    if (!from || document.querySelector(".error-summary")) return;
    sessionStorage.removeItem("cercles-sent-from");
    const here = from.startsWith(DRAFT + location.pathname + ":");
    const cameFromIt = document.referrer && from.startsWith(DRAFT + new URL(document.referrer).pathname + ":");
    const went = !here && cameFromIt && !document.body.classList.contains("failed");
    if (went || document.querySelector(".messages .notice.ok")) store.drop(from);
  }
  settle();
  for (const form of document.querySelectorAll("form[data-cercles-draft]")) {
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => sessionStorage.setItem("cercles-sent-from", keyOf(form)));
  }

  // The list of errors is read first.
  document.querySelector("main > form [data-cercles-focus], main :not(.stage) > form [data-cercles-focus]")?.focus();

  // Menus close on Escape and on a press elsewhere.
  const menus = () => document.querySelectorAll("details[data-cercles-menu][open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });

  // On a telephone the current tab may stand out of sight: bring it in, sideways only.
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.closest("ul");
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }

  // A drawing whose links bear names shows them to who points at them.
  for (const drawing of document.querySelectorAll("svg[data-cercles-names]")) {
    drawing.addEventListener("pointerover", (event) => {
      const link = event.target.closest("a[aria-label]");
      if (!link || link.querySelector("title")) return;
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = link.getAttribute("aria-label");
      link.prepend(title);
    });
  }

  // What was shown was read: the page presses its own « J’ai lu jusqu’ici ».
  const seen = document.querySelector("[data-cercles-seen] form");
  if (seen) fetch(seen.action, { method: "POST", body: new URLSearchParams(new FormData(seen)), redirect: "manual" }).catch(() => {});

  // Copy a text: <button data-cercles-copy="what" data-cercles-copied="Copié">
  for (const button of document.querySelectorAll("[data-cercles-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.cerclesCopy);
      const before = button.textContent;
      button.textContent = button.dataset.cerclesCopied;
      setTimeout(() => { button.textContent = before; }, 2000);
    });
  }
})();
