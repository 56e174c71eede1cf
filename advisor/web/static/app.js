"use strict";
/* Nothing here is needed to use the site: pages work without it. */
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’']/g, " ").toLowerCase();

  /* Errors are read first. */
  const errors = document.getElementById("erreurs");
  if (errors) errors.focus();

  /* Beside the question on a wide screen, where one stands is shown whole. */
  const wide = matchMedia("(min-width: 62em)");
  const unfold = () => { const panel = document.querySelector(".standing"); if (panel) panel.open = wide.matches; };
  unfold();
  wide.addEventListener("change", unfold);

  /* « Aucune » and « je ne sais pas » go with nothing else. */
  document.addEventListener("change", ({ target: box }) => {
    if (box.type !== "checkbox" || !box.checked) return;
    if (box.name.endsWith(".inconnu")) {
      all(`[name="${CSS.escape(box.name.slice(0, -8))}"]`, box.form).forEach((one) => { one.value = ""; });
    } else {
      const alone = "alone" in box.dataset;
      all(`input[type=checkbox][name="${CSS.escape(box.name)}"]`, box.form).forEach((one) => {
        if (one !== box && (alone || "alone" in one.dataset)) one.checked = false;
      });
    }
  });
  document.addEventListener("input", ({ target: field }) => {
    if (!field.form || !field.value || !["text", "textarea"].includes(field.type)) return;
    const unknown = field.form.querySelector(`[name="${CSS.escape(field.name)}.inconnu"]`);
    if (unknown) unknown.checked = false;
  });

  /* The tabulation stops once in a set of radios: whoever unfolds some with the keyboard is led to them. */
  all(".fold-family").forEach((fold) => {
    let pressed = false;
    fold.firstElementChild.addEventListener("keydown", ({ key }) => { pressed = key === "Enter" || key === " "; });
    fold.addEventListener("toggle", () => {
      const radio = fold.querySelector("input[type=radio]");
      if (pressed && fold.open && radio) radio.focus();
      pressed = false;
    });
  });

  /* A long list can be searched, under the names people use. */
  all("[data-long]").forEach((list, rank) => {
    const choices = all(".choice", list);
    const box = document.createElement("p");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const nothing = document.createElement("p");
    box.className = "filter";
    label.htmlFor = input.id = `chercher-${rank}`;
    label.textContent = "Chercher dans la liste";
    input.type = "text";
    input.autocomplete = "off";
    nothing.className = "nothing";
    nothing.setAttribute("role", "status");
    box.append(label, input);
    list.before(box);
    list.after(nothing);
    const texts = choices.map((one) => folded(`${one.textContent} ${one.dataset.words || ""}`));
    input.addEventListener("input", () => {
      const words = folded(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      choices.forEach((one, at) => {
        const fits = words.every((word) => texts[at].includes(word)) || one.querySelector("input").checked;
        one.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      all(".family", list).forEach((one) => { one.hidden = !one.querySelector(".choice:not([hidden])"); });
      all("details", list).forEach((one) => { one.open = Boolean(words.length || one.querySelector("input:checked")); });
      nothing.textContent = !words.length ? "" : shown ? `${shown} réponse${shown > 1 ? "s" : ""} dans la liste.` : "Rien sous ce nom. Effacez pour revoir toute la liste.";
    });
    /* Enter in the box must not send the page. */
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  });

  /* A term is explained where it stands. */
  all("a.term").forEach((link) => {
    const meaning = document.getElementById(link.hash.slice(1))?.nextElementSibling;
    const block = link.closest("p, legend, li, h1");
    if (!meaning || !block) return;
    const gloss = document.createElement("span");
    gloss.className = "definition";
    gloss.id = `ici-${link.hash.slice(1)}`;
    gloss.hidden = true;
    gloss.textContent = meaning.textContent.trim();
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", gloss.id);
    const legend = block.closest("legend");
    if (legend) legend.after(gloss); else block.append(gloss);
    const toggle = (open) => { gloss.hidden = !open; link.setAttribute("aria-expanded", String(open)); };
    link.addEventListener("click", (event) => { event.preventDefault(); toggle(gloss.hidden); });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); toggle(gloss.hidden); }
      if (event.key === "Escape") toggle(false);
    });
  });

  /* What an answer would change, before it is sent. */
  const form = document.getElementById("reponse");
  const panel = document.getElementById("panneau");
  const said = document.getElementById("panneau-annonce");
  if (form && panel && window.fetch) {
    let timer, request, last = panel.firstElementChild?.dataset.summary;
    const look = async () => {
      request?.abort();
      request = new AbortController();
      try {
        const answer = await fetch(panel.dataset.apercu, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: request.signal });
        if (!answer.ok) return;
        const open = panel.firstElementChild?.open;
        panel.innerHTML = await answer.text();
        const standing = panel.firstElementChild;
        standing.open = open;
        const computed = document.getElementById("calcul");
        if (computed && computed.textContent !== standing.dataset.computed) computed.textContent = standing.dataset.computed;
        if (standing.dataset.summary !== last) {
          last = standing.dataset.summary;
          said.textContent = `Avec cette réponse, ${last}`;
        }
      } catch { /* The page goes on without it. */ }
    };
    const soon = (wait) => { clearTimeout(timer); timer = setTimeout(look, wait); };
    /* Where an answer stands changes no verdict. */
    const tells = ({ target }) => target.name && target.name !== "lieu";
    form.addEventListener("change", (event) => { if (tells(event)) soon(150); });
    form.addEventListener("input", (event) => { if (tells(event) && event.target.type === "text") soon(700); });
    form.addEventListener("submit", () => { clearTimeout(timer); request?.abort(); });
  }
})();
