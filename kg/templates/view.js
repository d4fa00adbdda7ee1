"use strict";
// Texts come from anywhere: they are only ever set as textContent, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const WORDS = {
  en: { title: "Diplomacy knowledge graph", search: "Find a name", types: "All event types", langs: "Both languages", other: "Türkçe", fit: "Whole graph", close: "Close",
    counts: (n, e, c) => `${n} entities · ${e} relations · ${c} claims`, none: "Nothing of that name is in this graph.",
    hint: "Click a line to read the sentences behind it, or an entity to read all that is said of it.", gone: "The address names something that is not in this graph.",
    in: "in", says: "says", on: "on", by: "rule", more: n => `${n} more`, claims: n => n === 1 ? "1 claim" : `${n} claims`, disputed: "disputed", unknown: "not in the gazetteer",
    most: "Most mentioned", relations: "Relations", also: "Also between them", said: "What is said", aka: "also", silent: "No claim is shown about it.",
    unreal: "planned, denied, alleged or only possible", map: "Graph of entities and their relations; everything in it can also be reached by the search and the panel", open: "open article", characters: "characters" },
  tr: { title: "Diplomasi bilgi çizgesi", search: "Ad ara", types: "Bütün olay türleri", langs: "İki dil birlikte", other: "English", fit: "Bütün çizge", close: "Kapat",
    counts: (n, e, c) => `${n} varlık · ${e} ilişki · ${c} iddia`, none: "Bu çizgede bu adda bir şey yok.",
    hint: "Arkasındaki cümleleri okumak için bir çizgiye, hakkında söylenenlerin hepsini okumak için bir varlığa tıklayın.", gone: "Adresteki varlık ya da ilişki bu çizgede yok.",
    in: "yer", says: "söyleyen", on: "konu", by: "kural", more: n => `${n} tane daha`, claims: n => `${n} iddia`, disputed: "çelişkili", unknown: "sözlükte yok",
    most: "En çok geçenler", relations: "İlişkiler", also: "Aralarındaki öbür ilişkiler", said: "Söylenenler", aka: "başka adları", silent: "Hakkında gösterilecek iddia yok.",
    unreal: "planlanan, yalanlanan, ileri sürülen ya da yalnızca olası", map: "Varlıkların ve ilişkilerinin çizgesi; içindeki her şeye arama kutusundan ve yandaki bölmeden de ulaşılır", open: "habere git", characters: "karakter" },
};
const LANGUAGES = { tr: "Türkçe", en: "English" };
const GROUPS = 40; // events shown at first in the panel
const CROWDED = 800; // edges from which drawing is kept cheap
const REAL = new Set(["occurred", "ongoing"]);
let ui = /^tr\b/i.test(navigator.language) ? "tr" : "en";

// Data

const byId = id => document.getElementById(id);
for (const statement of data.statements) {
  const [article, start, end, text] = data.quotes[statement.quote];
  Object.assign(statement, { article: data.articles[article], start, end, text, lang: data.articles[article].lang });
  statement.actors ||= [];
  statement.recipients ||= [];
}
const entities = new Map(Object.entries(data.entities));
const edges = new Map(data.edges.map(edge => [`${edge.from}|${edge.type}|${edge.to}`, edge]));
const drawn = new Map(data.nodes.map(node => [node.id, node]));
const about = new Map([...entities.keys()].map(key => [key, []])); // entity → its statements
for (const statement of data.statements)
  for (const key of new Set([...statement.actors, ...statement.recipients, statement.place, statement.source, statement.agreement])) about.get(key)?.push(statement);
const incident = new Map([...drawn.keys()].map(key => [key, []]));
for (const [id, edge] of edges) { incident.get(edge.from).push(id); incident.get(edge.to).push(id); }

const name = key => entities.has(key) ? entities.get(key)[ui] : key;
const color = type => data.quads[data.types[type].quad].color;
const paint = (type, opacity) => ({ color: color(type), highlight: color(type), hover: color(type), opacity });
const behind = edge => edge.statements.map(index => data.statements[index]).filter(visible);
function visible(statement) {
  return (!byId("type").value || statement.type === byId("type").value) && (!byId("lang").value || statement.lang === byId("lang").value);
}
function wrap(label) {
  const lines = [""];
  for (const word of label.split(" ")) {
    if (lines.at(-1) && (lines.at(-1) + " " + word).length > 17) lines.push(word);
    else lines.push((lines.pop() + " " + word).trim());
  }
  return lines.join("\n");
}

// Drawing

const crowded = data.edges.length > CROWDED;
const nodeSet = new vis.DataSet(data.nodes.map(node => ({ ...node, label: wrap(name(node.id)) })));
const edgeSet = new vis.DataSet([...edges].map(([id, { from, to, width, arrows, dashes, smooth, type }]) =>
  ({ id, from, to, width, arrows, dashes, smooth: smooth || false, title: crowded ? undefined : data.types[type][ui], color: paint(type, crowded ? 0.45 : 0.8) })));
const network = new vis.Network(byId("network"), { nodes: nodeSet, edges: edgeSet }, {
  physics: false, layout: { improvedLayout: false },
  interaction: { hover: !crowded, tooltipDelay: 150, hideEdgesOnDrag: crowded, hideEdgesOnZoom: crowded, keyboard: { enabled: true, bindToWindow: false } },
  nodes: { font: { size: 15, color: "#1d2733", strokeWidth: 4, strokeColor: "#ffffff", face: "system-ui, Segoe UI, Roboto, DejaVu Sans, sans-serif" }, borderWidth: 0, borderWidthSelected: 3 },
  edges: { arrows: { to: { scaleFactor: crowded ? 0.4 : 0.7 } }, hoverWidth: 1, selectionWidth: 2, arrowStrikethrough: false },
});
window.kgNetwork = network; // for tests and the curious

let painted = `|||${ui}`; // what the picture shows: it is drawn anew only when that changes
function redraw(lit, reason) {
  const wanted = [byId("type").value, byId("lang").value, lit ? reason : "", ui].join("|");
  if (painted === wanted) return;
  painted = wanted;
  let shown = 0;
  const kept = new Set();
  edgeSet.update([...edges].map(([id, edge]) => {
    const hidden = !behind(edge).length;
    if (!hidden) { shown += 1; kept.add(edge.from).add(edge.to); }
    const opacity = lit ? (lit.has(id) ? 1 : 0.12) : crowded ? 0.45 : 0.8;
    return { id, hidden, title: `${data.types[edge.type][ui]} · ${WORDS[ui].claims(behind(edge).length)}`, color: paint(edge.type, opacity) };
  }));
  nodeSet.update(data.nodes.map(node => {
    const hidden = !kept.has(node.id) && !about.get(node.id).some(visible);
    if (!hidden) kept.add(node.id);
    return { id: node.id, hidden, label: wrap(name(node.id)) };
  }));
  count(kept.size, shown);
}

function count(entities, relations) {
  byId("counts").textContent = WORDS[ui].counts(entities, relations, data.statements.filter(visible).length);
}
count(data.nodes.length, data.edges.length);
function overview() { // what vis-network's fit does, without drawing first
  const shown = nodeSet.get({ filter: node => !node.hidden }), { clientWidth: width, clientHeight: height } = byId("network");
  if (!shown.length) return;
  const [x, y] = ["x", "y"].map(axis => shown.map(node => node[axis])).map(all => [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]);
  const scale = Math.min(1.2, width / (x[1] - x[0] + 190), height / (y[1] - y[0] + 130));
  network.moveTo({ position: { x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 + 15 }, scale });
}

// The panel

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content.filter(part => part !== undefined && part !== ""));
  return element;
}
function button(text, action, className) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
}
function glyph(type) {
  const element = make("span", "glyph", data.kinds[type].glyph);
  element.style.color = data.kinds[type].color;
  element.setAttribute("aria-hidden", "true");
  return element;
}
const link = key => entities.has(key) ? button(name(key), () => go("n", key), "name") : make("b", "", key);
const joined = (keys, separator = ", ") => keys.flatMap((key, index) => index ? [separator, link(key)] : [link(key)]);
function quoted(statement) {
  const letters = Array.from(statement.text), [from, to] = statement.trigger; // offsets count characters, not UTF-16 units
  const quote = make("blockquote", "", letters.slice(0, from).join(""), make("mark", "", letters.slice(from, to).join("")), letters.slice(to).join(""));
  quote.lang = statement.lang;
  return quote;
}
function claimCard(statement) {
  const words = WORDS[ui], article = statement.article, card = make("article", "claim");
  card.style.setProperty("--quad", color(statement.type));
  const factuality = make("span", REAL.has(statement.factuality) ? "badge" : "badge warn", data.factualities[statement.factuality][ui]);
  card.append(make("div", "tags", make("span", "badge", statement.lang.toUpperCase()), factuality),
    make("div", "", ...joined(statement.actors), ...(statement.recipients.length ? [" → ", ...joined(statement.recipients)] : [])), quoted(statement));
  const facts = [[statement.time], [words.in, statement.place], [words.says, statement.source], [words.on, statement.agreement]]
    .map(([word, key]) => key ? [`${word}: `, link(key)] : word && !key && word === statement.time ? [word] : []).filter(part => part.length);
  if (facts.length) card.append(make("div", "facts", ...facts.flatMap((part, index) => index ? [" · ", ...part] : part)));
  const origin = [article.medium, article.title || article.id, article.published, `${words.characters} ${statement.start}–${statement.end}`, `${words.by} ${statement.rule}`].filter(Boolean).join(" · ");
  card.append(make("div", "facts", origin));
  if (/^https?:\/\//i.test(article.url)) {
    const anchor = make("a", "", words.open);
    Object.assign(anchor, { href: article.url, target: "_blank", rel: "noopener noreferrer" });
    card.lastChild.append(" · ", anchor);
  }
  return card;
}
function eventGroup(group) {
  const first = group[0], at = key => group.map(statement => statement[key]).find(Boolean);
  const bar = make("span", "bar");
  bar.style.background = color(first.type);
  const head = [data.types[first.type][ui], at("time"), at("place") && name(at("place"))].filter(Boolean).join(" · ");
  const title = make("h3", "", make("span", "", bar, head));
  if (group.length > 1) title.append(make("span", "badge", WORDS[ui].claims(group.length)));
  if (new Set(group.map(statement => statement.lang)).size > 1) title.append(make("span", "badge", "TR + EN"));
  const said = new Set(group.map(statement => statement.factuality));
  if ((said.has("denied") || said.has("negated")) && [...REAL].some(value => said.has(value))) title.append(make("span", "badge warn", WORDS[ui].disputed));
  const order = statement => [statement.lang === ui ? 0 : 1, statement.article.published, statement.start];
  group.sort((a, b) => { const [x, y] = [order(a), order(b)]; return x[0] - y[0] || x[1].localeCompare(y[1]) || x[2] - y[2]; });
  return make("section", "event", title, ...group.map(claimCard));
}
function sentences(panel, statements) {
  const groups = new Map();
  for (const statement of statements) {
    const key = statement.event || statement;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(statement);
  }
  const when = group => group.map(statement => statement.time || statement.article.published).sort()[0];
  const events = [...groups.values()].map(group => [when(group), group]).sort((a, b) => b[0].localeCompare(a[0])).map(([, group]) => group);
  const more = () => {
    panel.append(...events.splice(0, GROUPS).map(eventGroup));
    if (!events.length) return;
    const next = button(WORDS[ui].more(events.length), () => { next.remove(); more(); });
    panel.append(next);
  };
  more();
  if (!groups.size) panel.append(make("p", "note", WORDS[ui].silent));
}
function relations(ids, from) {
  const found = ids.map(id => [id, edges.get(id), behind(edges.get(id)).length]).filter(([, , count]) => count);
  found.sort((a, b) => b[2] - a[2] || a[0].localeCompare(b[0]));
  return list(found, ([id, edge, count]) => {
    const bar = make("span", "bar");
    bar.style.background = color(edge.type);
    const arrow = !edge.arrows ? "–" : edge.from === from || !from ? "→" : "←";
    const text = from ? `${arrow} ${name(edge.from === from ? edge.to : edge.from)}: ` : `${name(edge.from)} ${arrow} ${name(edge.to)}: `;
    return make("li", "", button(make("span", "", bar, `${text}${data.types[edge.type][ui]} (${count})`), () => go("e", id)));
  });
}
function list(items, row) {
  const rows = make("ul", "rows"), rest = items.slice();
  const more = count => {
    rows.append(...rest.splice(0, rest.length < count + 4 ? rest.length : count).map(row));
    if (!rest.length) return;
    const next = make("li", "", button(WORDS[ui].more(rest.length), () => { next.remove(); more(100); }));
    rows.append(next);
  };
  more(12);
  return rows;
}
function fresh(title, ...sub) {
  const close = button("×", () => go("", ""));
  close.id = "close";
  close.setAttribute("aria-label", WORDS[ui].close);
  byId("panel").replaceChildren(close, make("h2", "", ...title), ...sub.filter(Boolean).map(line => make("p", "sub", ...line)));
  byId("panel").scrollTop = 0;
  return byId("panel");
}
function showEdge(id) {
  const edge = edges.get(id), bar = make("span", "bar");
  bar.style.background = color(edge.type);
  const panel = fresh([name(edge.from), edge.arrows ? " → " : " – ", name(edge.to)], [bar, `${data.types[edge.type][ui]} (${data.quads[data.types[edge.type].quad][ui]})`]);
  sentences(panel, behind(edge));
  const others = incident.get(edge.from).filter(other => other !== id && [edges.get(other).from, edges.get(other).to].includes(edge.to));
  const more = relations(others);
  if (more.children.length) panel.append(make("h4", "", WORDS[ui].also), more);
}
function showNode(key) {
  const entity = entities.get(key), words = WORDS[ui];
  const other = entity[ui === "en" ? "tr" : "en"];
  const line = [glyph(entity.type), [data.kinds[entity.type][ui], other !== name(key) && other, entity.unknown && words.unknown].filter(Boolean).join(" · ")];
  const panel = fresh([name(key)], line, entity.names.length && [`${words.aka}: ${entity.names.join(", ")}`]);
  const rows = relations(incident.get(key) || [], key);
  if (rows.children.length) panel.append(make("h4", "", words.relations), rows);
  panel.append(make("h4", "", words.said));
  sentences(panel, about.get(key).filter(visible));
}
function welcome(note) {
  const words = WORDS[ui], panel = byId("panel");
  const count = new Map([...about].map(([key, statements]) => [key, statements.filter(visible).length]));
  const top = [...count].filter(([, n]) => n).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, 15);
  const rows = top.map(([key, n]) => make("li", "", glyph(entities.get(key).type), button(`${name(key)} (${n})`, () => go("n", key))));
  panel.replaceChildren(make("p", note ? "note" : "", note || words.hint), make("h4", "", words.most), make("ul", "rows", ...rows),
    make("h4", "", words.relations), relations([...edges.keys()]));
}
function legend() {
  const used = new Set(data.nodes.map(node => entities.get(node.id).type)), line = (hue, style, text) => {
    const sample = make("i");
    sample.style.borderTopColor = hue;
    sample.style.borderTopStyle = style;
    return make("span", "", sample, text);
  };
  byId("legend").replaceChildren(...Object.keys(data.kinds).filter(kind => used.has(kind)).map(kind => make("span", "", glyph(kind), data.kinds[kind][ui])),
    ...Object.values(data.quads).map(quad => line(quad.color, "solid", quad[ui])), line("#55626f", "dashed", WORDS[ui].unreal));
}

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
