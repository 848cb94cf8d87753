"use strict";
/* A folder that is chosen: the browser sends its files without where they lay; this says it beside. */
for (const input of document.querySelectorAll("[data-cercles-paths]")) {
  input.addEventListener("change", () => {
    const told = Array.from(input.files, (file) => file.webkitRelativePath);
    input.form.elements[input.dataset.cerclesPaths].value = JSON.stringify(told);
  });
}
