// Search over the quotations in OWNWORDS, a plain script so that it also runs from a disk.
// Each entry: [address, words, language, direction, script, name, day and language].
"use strict";
(function () {
  const entries = window.OWNWORDS || [];
  const form = document.querySelector(".search");
  const input = document.getElementById("words");
  const status = document.querySelector(".status");
  const list = document.querySelector(".found");
  const MOST = 100;
  let folded = null;

  // The same letters however they were typed: no case, no accents, no width.
  function fold(text) {
    return text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "");
  }

  function item(entry) {
    const [address, words, language, direction, script, voice, line] = entry;
    const li = document.createElement("li");
    const block = document.createElement("blockquote");
    const text = document.createElement("p");
    const who = document.createElement("p");
    const link = document.createElement("a");
    const name = document.createElement("bdi");
    const when = document.createElement("bdi");
    li.dir = direction;
    block.className = "words middle " + script;
    block.dir = direction;
    if (language) block.lang = language;
    text.textContent = words;
    block.append(text);
    who.className = "who";
    name.textContent = voice;
    when.dir = document.dir;
    when.textContent = line;
    link.href = address;
    link.append(name, ...(line ? [" · ", when] : []));
    who.append(link);
    li.append(block, who);
    return li;
  }

  function find() {
    const terms = fold(input.value).split(/\s+/).filter(Boolean);
    folded = folded || entries.map((entry) => fold([entry[1], entry[5], entry[6]].join(" ")));
    const hits = terms.length
      ? entries.filter((_, at) => terms.every((term) => folded[at].includes(term)))
      : [];
    list.replaceChildren(...hits.slice(0, MOST).map(item));
    list.hidden = hits.length === 0;
    const said = !hits.length ? "none" : hits.length > MOST ? "many" : "found";
    status.textContent = terms.length ? status.dataset[said].replace("#", hits.length) : "";
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
  input.addEventListener("input", find);
  form.hidden = entries.length === 0;
})();
