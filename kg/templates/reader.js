// Where the reader is: the address' hash, `#n=<entity key>` or `#e=<from|TYPE|to>`

let place = null;
function here() {
  const [kind, rest] = [location.hash.slice(1, 2), location.hash.slice(3)];
  try { return [kind, decodeURIComponent(rest)]; } catch { return [kind, rest]; }
}
function go(kind, key) {
  const hash = kind ? `#${kind}=${encodeURIComponent(key)}` : "#";
  if (location.hash !== hash && (kind || location.hash)) location.hash = hash; // makes the Back button work
  arrive(kind, key, true);
  byId("panel").focus({ preventScroll: true }); // what was clicked is gone: the keyboard goes on from here
}
function seen(key) { // stands in the picture, near enough to be read
  const { x, y } = network.canvasToDOM(network.getPosition(key)), { clientWidth: width, clientHeight: height } = byId("network");
  return network.getScale() > 0.45 && x > 40 && y > 30 && x < width - 40 && y < height - 50;
}
function arrive(kind, key, move) {
  const moved = place !== `${kind}=${key}`;
  place = `${kind}=${key}`;
  const lit = kind === "e" && edges.has(key) ? new Set([key]) : kind === "n" && incident.has(key) ? new Set(incident.get(key)) : null;
  if (moved) redraw(lit, place);
  if (kind === "e" && edges.has(key)) {
    const { from, to } = edges.get(key);
    network.setSelection({ nodes: [], edges: [key] }, { highlightEdges: false });
    if (move && moved && !(seen(from) && seen(to))) network.fit({ nodes: [from, to], maxZoomLevel: 1 });
    showEdge(key);
  } else if (kind === "n" && entities.has(key)) {
    network.setSelection({ nodes: drawn.has(key) ? [key] : [], edges: [] }, { highlightEdges: false });
    if (move && moved && drawn.has(key) && !seen(key)) network.focus(key, { scale: Math.max(network.getScale(), 0.8) });
    showNode(key);
  } else {
    network.unselectAll();
    welcome(kind ? WORDS[ui].gone : "");
  }
  if (kind && moved && matchMedia("(max-width: 820px)").matches) byId("panel").scrollIntoView();
}
window.addEventListener("hashchange", () => { const [kind, key] = here(); if (place !== `${kind}=${key}`) arrive(kind, key, true); });
network.on("click", event => {
  const [kind, key] = event.nodes.length ? ["n", event.nodes[0]] : event.edges.length ? ["e", event.edges[0]] : ["", ""];
  place = null;
  if (kind || location.hash.length > 1) location.hash = kind ? `#${kind}=${encodeURIComponent(key)}` : "#";
  arrive(kind, key, false);
});

// Search: Turkish letters, no diacritics needed, suffixes allowed

function fold(text) { // as kg.language.fold
  return text.replace(/[Iıİ]/g, "i").toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’‘ʼ`´\u0092]/g, "'").split(/\s+/).filter(Boolean).join(" ");
}
window.kgFold = fold;
let keys = null; // made at the first search: [entity key, folded names]
function matches(text) {
  keys ||= [...entities].map(([key, entity]) => [key, [...new Set([entity.en, entity.tr, ...entity.names].map(fold))]]);
  const wanted = fold(text);
  if (!wanted) return [];
  const rank = names => Math.min(...names.map(folded => folded === wanted ? 0 : folded.startsWith(wanted) ? 1 : folded.includes(" " + wanted) ? 2 : folded.includes(wanted) ? 3 : 9));
  const found = keys.map(([key, names]) => [rank(names), -about.get(key).length, key]).filter(([score]) => score < 9);
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2].localeCompare(b[2]));
  if (found.length) return found.slice(0, 12).map(([, , key]) => key);
  for (let cut = wanted.length - 1; cut >= Math.max(3, wanted.length - 6); cut--) { // İran'ın, İranın
    const stem = wanted.slice(0, cut).replace(/'$/, ""), exact = keys.filter(([, names]) => names.includes(stem)).map(([key]) => key);
    if (exact.length) return exact;
  }
  return [];
}
let active = 0;
function suggest() {
  const box = byId("search"), list = byId("matches"), found = matches(box.value);
  active = 0;
  list.replaceChildren(...found.map((key, index) => {
    const entity = entities.get(key), wanted = fold(box.value);
    const alias = [entity.en, entity.tr, ...entity.names].find(text => fold(text).includes(wanted));
    const item = make("li", "", glyph(entity.type), name(key), alias && !fold(name(key)).includes(wanted) ? make("span", "facts", ` (${alias})`) : "");
    Object.assign(item, { id: `match${index}`, role: "option" });
    item.setAttribute("aria-selected", String(index === 0));
    item.dataset.key = key;
    item.addEventListener("mousedown", event => { event.preventDefault(); pick(key); });
    return item;
  }));
  if (!found.length && box.value.trim()) list.append(make("li", "note", WORDS[ui].none));
  open(Boolean(box.value.trim()));
}
function open(shown) {
  const box = byId("search");
  byId("matches").hidden = !shown;
  box.setAttribute("aria-expanded", String(shown));
  const current = shown && byId(`match${active}`);
  if (current) { box.setAttribute("aria-activedescendant", current.id); current.scrollIntoView({ block: "nearest" }); } else box.removeAttribute("aria-activedescendant");
}
function pick(key) {
  open(false);
  byId("search").value = name(key);
  go("n", key);
}
byId("search").addEventListener("input", suggest);
byId("search").addEventListener("focus", event => { event.target.select(); });
byId("search").addEventListener("blur", () => open(false));
byId("search").addEventListener("keydown", event => {
  const items = [...byId("matches").querySelectorAll("[role=option]")];
  if (event.key === "Escape") open(false);
  else if (event.key === "Enter") { if (byId("matches").hidden) suggest(); const item = byId(`match${active}`); if (item) pick(item.dataset.key); }
  else if (items.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    active = (active + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    open(true);
  }
});

// The bar on top

function options(select, label, first, pairs) {
  const value = select.value;
  select.setAttribute("aria-label", label);
  select.replaceChildren(...[["", first], ...pairs].map(([key, text]) => new Option(text, key)));
  select.value = value;
}
function refresh(first = false) {
  const words = WORDS[ui], present = new Set(data.statements.map(statement => statement.type));
  document.documentElement.lang = ui;
  if (!("own" in byId("title").dataset)) document.title = byId("title").textContent = words.title;
  byId("search").placeholder = words.search;
  byId("search").setAttribute("aria-label", words.search);
  byId("labels").textContent = words.other;
  byId("labels").lang = ui === "en" ? "tr" : "en";
  byId("fit").textContent = words.fit;
  byId("network").setAttribute("aria-label", words.map);
  byId("network").setAttribute("role", "group");
  const types = Object.entries(data.types).filter(([key]) => present.has(key)).map(([key, labels]) => [key, labels[ui]]);
  options(byId("type"), words.types, words.types, types.sort((a, b) => a[1].localeCompare(b[1], ui)));
  options(byId("lang"), words.langs, words.langs, Object.entries(LANGUAGES));
  legend();
  place = null;
  arrive(...here(), first);
}
byId("type").addEventListener("change", () => refresh());
byId("lang").addEventListener("change", () => refresh());
byId("fit").addEventListener("click", overview);
byId("labels").addEventListener("click", () => { ui = ui === "en" ? "tr" : "en"; refresh(); });
overview();
refresh(true);
network.once("afterDrawing", () => { document.body.dataset.ready = "yes"; });
