"use strict";
// The room, live: asks every second or so for what changed, and sends forms without leaving the page.
// Everything here also works without it.
(() => {
  // The wall of a room that is no more: it shows the next one by itself.
  const next = document.querySelector("[data-next]");
  if (next) setInterval(() => fetch(next.dataset.next, { cache: "no-store", credentials: "same-origin" })
    .then((answer) => { if (answer.status === 200) location.reload(); }).catch(() => {}), 3000);
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const notice = document.querySelector("[data-notice]");
  const EVERY = 1200, LATER = 4000;
  const CUT = live.hasAttribute("data-keys")
    ? "Le site ne répond plus. Vérifiez le réseau ; s’il tourne sur cet ordinateur, regardez s’il est encore lancé."
    : "La connexion est coupée. Vérifiez le wifi : la page reprendra d’elle-même.";
  const unsentWords = (words) => `Votre réponse « ${words} » n’est pas encore partie : elle partira dès que la connexion revient. Vérifiez le wifi.`;
  let tag = live.dataset.tag, timer = 0, asking = false, again = false;
  // An answer that the network stopped; it is sent again when it comes back.
  let unsent = null;
  // Until when a click is the second of a double click, and would fall on a button that has just changed.
  let hasty = 0;

  const say = (words) => { if (notice && notice.textContent !== words) notice.textContent = words; };

  function redraw(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const now = live.firstElementChild, next = fresh.firstElementChild;
    if (!next) return;
    const focused = document.activeElement && live.contains(document.activeElement) ? document.activeElement.id : "";
    const parts = (root) => [...root.querySelectorAll("[data-part]")];
    const names = (root) => parts(root).map((one) => one.dataset.part).join();
    const moved = now.dataset.mark !== next.dataset.mark || names(now) !== names(next);
    if (moved) {
      const open = [...now.querySelectorAll("details[open]")].map((one) => one.id);
      now.replaceWith(document.adoptNode(next));
      if (live.hasAttribute("data-keys")) hasty = Date.now() + 500;
      for (const id of open) {
        const one = id && document.getElementById(id);
        // What was opened to be read stays open; the right answer of the next question does not.
        // Nor does the list of what may be tried, once something is.
        if (one && !["bonne", "histoire", "essais"].includes(id)) one.open = true;
      }
      if (!live.hasAttribute("data-keys")) {
        window.scrollTo(0, 0);
        // Said by a screen reader, without moving a finger.
        const title = live.querySelector("h1");
        say("");
        document.getElementById("annonce").textContent = title ? title.textContent.trim() : "";
      }
    } else {
      // Only what differs: a button about to be pressed must not be replaced under the pointer.
      const drawn = parts(next);
      parts(now).forEach((one, rank) => { if (one.outerHTML !== drawn[rank].outerHTML) one.replaceWith(document.adoptNode(drawn[rank])); });
    }
    // From the list of what may be tried, one goes to the button that shows what it comes to.
    const tried = moved && focused.startsWith("essai-");
    const focus = focused && document.getElementById(tried ? "avant" : focused);
    if (focus && document.activeElement !== focus) focus.focus({ preventScroll: !tried });
  }

  async function ask() {
    clearTimeout(timer);
    if (asking) { again = true; return; }
    asking = true;
    let wait = EVERY;
    try {
      const answer = await fetch(live.dataset.live, { headers: { "If-None-Match": tag }, cache: "no-store", credentials: "same-origin" });
      if (answer.status === 204) { location.reload(); return; }
      if (answer.status === 200) { tag = answer.headers.get("ETag") || ""; redraw(await answer.text()); }
      if (!answer.ok && answer.status !== 304) wait = LATER;
      else if (unsent) { const one = unsent; unsent = null; post(one.action, one.body, null, one.words); }
      else if (notice && notice.textContent === CUT) say("");
    } catch {
      wait = LATER;
      if (!unsent) say(CUT);
    } finally {
      asking = false;
      if (again) { again = false; wait = 0; }
      timer = setTimeout(ask, document.hidden ? 10 * EVERY : wait);
    }
  }

  function send(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.set(button.name, button.value);
    const words = button && button.lastElementChild ? button.lastElementChild.textContent : "";
    return post(form.action, new URLSearchParams(data), button, words);
  }

  async function post(action, body, button, words) {
    if (button) button.setAttribute("aria-busy", "true");
    unsent = null;
    try {
      const answer = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      // The room is ended, or the page is too old for its form: the page itself says which.
      if (answer.status === 204 || answer.status === 403) { location.reload(); return; }
      const said = answer.ok ? (await answer.json()).message : "";
      say(said || (answer.ok ? "" : answer.status === 429 ? "Trop de demandes d’affilée : attendez un instant, puis recommencez." : "Cela n’a pas marché. Recommencez."));
    } catch {
      if (body.has("choix")) unsent = { action, body, words };
      say(unsent ? unsentWords(words) : CUT);
    } finally {
      if (button) button.removeAttribute("aria-busy");
      ask();
    }
  }

  live.addEventListener("submit", (event) => {
    // A form that only looks leads to a page of its own.
    if (event.target.method === "get") return;
    event.preventDefault();
    if (Date.now() >= hasty) send(event.target, event.submitter);
  });

  if (live.hasAttribute("data-keys")) {
    const KEYS = { " ": "forward", ArrowRight: "forward", PageDown: "forward", ArrowLeft: "back", PageUp: "back", r: "reveal", R: "reveal" };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      const on = event.target instanceof Element ? event.target.closest("input, select, textarea, summary, button, a") : null;
      if (on && (on.matches("input, select, textarea") || event.key === " ")) return;
      if (event.key === "f" || event.key === "F") {
        if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen().catch(() => {});
        return;
      }
      const button = KEYS[event.key] && live.querySelector(`[data-key=${KEYS[event.key]}]`);
      if (!button || button.disabled) return;
      event.preventDefault();
      send(button.form, button);
    });
  }

  if (!document.getElementById("annonce")) {
    const one = document.createElement("p");
    one.id = "annonce";
    one.className = "hidden";
    one.setAttribute("role", "status");
    document.body.append(one);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  timer = setTimeout(ask, EVERY);
})();
