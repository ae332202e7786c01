// Everything works without this file; it only saves a few clicks and reloads.
"use strict";

// Asks the workbench; where it does not answer any more, the page says so.
const reached = async (address, options) => {
  const answer = await fetch(address, { ...options, credentials: "same-origin" }).catch(() => null);
  document.getElementById("unreached").hidden = answer !== null;
  return answer;
};

const replaced = async (address, selector, options) => {
  const answer = await reached(address, options);
  if (!answer) return null;
  if (new URL(answer.url).pathname === "/locked") { location.assign("/locked"); return null; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(selector), old = document.querySelector(selector);
  if (fresh && old) {
    keepTicked(old, fresh);
    const here = document.activeElement, stood = old.contains(here);
    old.replaceWith(fresh);
    if (stood) ([...fresh.querySelectorAll(here.tagName)].find((one) => alike(one, here)) ?? document.getElementById("main")).focus();
  }
  return answer.url;
};

// Who stands on a button or link of a part that is replaced goes on standing on it, else before the new part.
const alike = (one, other) => one.textContent === other.textContent && one.name === other.name && one.value === other.value;

// Posts that are ticked stay ticked, and in the list, whatever else is looked for.
const keepTicked = (old, fresh) => {
  const ticked = [...old.querySelectorAll("input[name=post]:checked")];
  if (!ticked.length) return;
  if (!fresh.querySelector("ol.posts")) {
    const form = old.querySelector("form");
    for (const one of form.querySelectorAll("input[name=post]:not(:checked)")) one.closest("li").remove();
    fresh.append(form);
    return;
  }
  const list = fresh.querySelector("ol.posts");
  for (const one of ticked.reverse()) {
    const again = list.querySelector(`input[name=post][value="${CSS.escape(one.value)}"]`);
    if (again) again.checked = true;
    else list.prepend(one.closest("li"));
  }
};

// A search form that shows its results while somebody types.
for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting = 0, turn = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++turn;
      const body = new URLSearchParams(new FormData(form));
      const address = await replaced(form.action, form.dataset.live, { method: "POST", body });
      if (address && mine === turn) history.replaceState(null, "", address);
    }, 250);
  });
}

// A part of a page that follows work until the work is done.
const follow = () => {
  const part = document.querySelector("[data-refresh]");
  if (!part) return;
  setTimeout(async () => { await replaced(location.href, `#${part.id}`); follow(); }, 1000 * part.dataset.refresh);
};
follow();

// A file dropped on the form.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; form.requestSubmit(); }
    });
  }
}

// The desk: what is typed is kept, the page beside it follows, the caret says where a quotation goes.
const desk = document.querySelector("form[data-desk]");
if (desk) {
  const text = desk.elements.text, state = document.getElementById("state"), page = document.getElementById("page");
  const here = (event) => { if (event?.key !== "Tab") desk.elements.at.value = text.selectionStart; };
  for (const kind of ["select", "keyup", "click", "input"]) text.addEventListener(kind, here);
  if (desk.elements.at.value) text.setSelectionRange(desk.elements.at.value, desk.elements.at.value);
  let waiting = 0, lost = false;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const body = new URLSearchParams(new FormData(desk));
      body.set("while_typing", "1");
      const answer = await reached(desk.dataset.desk, { method: "POST", body, redirect: "manual" });
      lost = !answer?.ok;
      state.textContent = lost ? state.dataset.lost : state.dataset.draft;
      state.classList.toggle("lost", lost);
      if (!lost) { history.replaceState(null, "", desk.dataset.here); page.contentWindow.location.reload(); }
    }, 700);
  });
  addEventListener("beforeunload", (event) => { if (lost) event.preventDefault(); });
  for (const one of desk.querySelectorAll("[data-post]")) {
    one.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/x-post", one.dataset.post));
    one.addEventListener("mouseup", () => {
      const chosen = String(getSelection()).trim();
      if (chosen && one.textContent.includes(chosen)) desk.elements.part.value = chosen;
    });
  }
  text.addEventListener("drop", (event) => {
    const post = event.dataTransfer.getData("text/x-post");
    if (!post) return;
    event.preventDefault();
    here();
    desk.querySelector(`button[name="post"][value="${CSS.escape(post)}"]`)?.click();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); desk.querySelector("[data-key-save]").click(); }
  });
}

// Keys: "/" goes to the search, j and k walk a list, Escape twice locks.
let lastEscape = 0;
const writing = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const now = event.timeStamp;
    if (now - lastEscape < 600) document.querySelector("form.lock")?.requestSubmit();
    lastEscape = now;
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (named) { event.preventDefault(); named.focus(); return; }
  if (event.key !== "j" && event.key !== "k") return;
  const links = [...document.querySelectorAll("[data-list] a")];
  const here = document.activeElement, near = here.closest("[data-list] li")?.querySelector("a");
  const place = links.indexOf(links.includes(here) ? here : near);
  const next = links[place + (event.key === "j" ? 1 : -1)] ?? (place < 0 ? links[0] : null);
  if (next) { event.preventDefault(); next.focus(); }
});
