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

