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
    return make("li", "", button(make("span", "", bar, make("span", "", `${text}${data.types[edge.type][ui]} (${count})`)), () => go("e", id)));
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

