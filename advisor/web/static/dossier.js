"use strict";
/* A button that copies the private link; without scripts, the field is selected and copied by hand. */
for (const field of document.querySelectorAll("input[data-copy]")) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copier";
  button.addEventListener("click", async () => {
    field.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch {
      /* No clipboard outside https: the old way still works there. */
      done = document.execCommand("copy");
    }
    said.textContent = done ? "Lien copié." : "Le lien est sélectionné : copiez-le avec le clavier.";
  });
  field.addEventListener("focus", () => field.select());
  field.after(button);
  field.parentElement.after(said);
}
document.getElementById("erreurs")?.focus();
