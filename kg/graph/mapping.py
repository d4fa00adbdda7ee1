"""Facts of an article as quads, and back: the one place that knows how both look.

Each article has one named graph, `<base>graph/article/<id>`: the article with its text, its mentions, claims and evidence. What articles
share (entities of the gazetteer, sources, runs) stands once, in `<base>graph/entities`. Every node has an IRI made of its contents.

RDF keeps sets, so the order of actors, names, links and claims is not kept: `canonical` sorts them, and
`from_quads(to_quads(facts))` gives `canonical(facts)`. Vectors are not stored (see `kg.graph.store`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.document import Article, published_on
from kg.errors import ArticleError
from kg.facts import ArticleFacts, Claim, Evidence, Factuality, Link, Mention, TimeSpan
from kg.graph.entities import (
    ExtractionRun,
    Nodes,
    Triples,
    canonical_entity,
    first,
    known_triples,
    local_triples,
    read_entity,
    run_node,
    run_triples,
    source_node,
    source_triples,
)
from kg.graph.ontology import (
    DCTERMS,
    DEFAULT_BASE,
    DIP,
    OA,
    PROV,
    RDF,
    SCHEMA,
    XSD,
    Names,
    Properties,
    Term,
    described,
    event_code,
    event_types,
    is_key,
    iso_literal,
    lexical,
    unescape,
)

_ROLES = (DIP.actor, DIP.recipient, DIP.place, DIP.agreement, DIP.attributedTo)


def canonical(facts: ArticleFacts) -> ArticleFacts:
    """Return the facts with all sets sorted and without vectors: what is read back from a graph."""
    return ArticleFacts(
        article=facts.article,
        entities={key: canonical_entity(facts.entities[key]) for key in sorted(facts.entities)},
        links=tuple(sorted(set(facts.links), key=_link_order)),
        claims=tuple(sorted(map(_canonical_claim, facts.claims), key=_claim_order)),
    )


def _canonical_claim(claim: Claim) -> Claim:
    actors, recipients = tuple(sorted(set(claim.actors))), tuple(sorted(set(claim.recipients)))
    return replace(claim, actors=actors, recipients=recipients, evidence=replace(claim.evidence, vector=()))


def _link_order(link: Link) -> tuple[int, int, str, str]:
    return link.mention.start, link.mention.end, link.entity, repr(link)


def _claim_order(claim: Claim) -> tuple[int, int, str]:
    return claim.evidence.start, claim.evidence.trigger_start, claim.id


def to_quads(facts: ArticleFacts, base: str = DEFAULT_BASE, *, run: ExtractionRun | None = None) -> list[ox.Quad]:
    """Return everything understood of one article as quads of its graph and of the shared graph `entities`.

    Raises:
        ArticleError: a quote is not the text at its offsets, or two claims have the same id.
    """
    names, facts = Names(base), canonical(facts)
    _check(facts)
    own, shared = names.article_graph(facts.article.id), names.derived_graph("entities")
    quads = [ox.Quad(*triple, own) for triple in _article_triples(facts, names, run_node(run, names) if run else None)]
    return quads + [ox.Quad(*triple, shared) for triple in _shared_triples(facts, names, run)]


def _shared_triples(facts: ArticleFacts, names: Names, run: ExtractionRun | None) -> Triples:
    for entity in facts.entities.values():
        if entity.known:
            yield from known_triples(entity, names)
    if facts.article.source:
        yield from source_triples(facts.article.source, names)
    if run:
        yield from run_triples(run, names)


def _check(facts: ArticleFacts) -> None:
    text, name = facts.article.text, facts.article.id
    spans = [(link.mention.start, link.mention.end, link.mention.text) for link in facts.links]
    for claim in facts.claims:
        found = claim.evidence
        spans += [(found.start, found.end, found.quote), (found.trigger_start, found.trigger_end, found.trigger)]
        if found.article != name:
            raise ArticleError(name, f"claim {claim.id} has its evidence in another article: {found.article!r}")
    for start, end, quote in spans:
        if not 0 <= start < end or text[start:end] != quote:
            raise ArticleError(name, f"the text at {start}:{end} is {text[start:end]!r}, not the quote {quote!r}")
    if len({claim.id for claim in facts.claims}) < len(facts.claims):
        raise ArticleError(name, "two claims have the same id")
    keys = [key for key in facts.entities if not is_key(key)]
    if keys:
        raise ArticleError(name, f"entity keys must be fit for an IRI, as `person/Ali_Veli`, which these are not: {keys}")
    unknown = {claim.type for claim in facts.claims} - event_types().keys()
    if unknown:
        raise ArticleError(name, f"unknown event types {sorted(unknown)}; allowed: {', '.join(event_types())}")


def _article_triples(facts: ArticleFacts, names: Names, run: ox.NamedNode | None) -> Triples:
    article = facts.article
    node = names.article(article.id)
    yield node, RDF.type, DIP.Article
    yield node, DCTERMS.identifier, ox.Literal(article.id)
    yield node, SCHEMA.articleBody, ox.Literal(article.text)
    for relation, value in ((SCHEMA.inLanguage, article.language), (SCHEMA.headline, article.title), (SCHEMA.url, article.url)):
        if value:
            yield node, relation, ox.Literal(value)
    if article.published:
        yield node, SCHEMA.datePublished, iso_literal(article.published.isoformat())
    if article.source:
        yield node, DIP.source, source_node(article.source, names)
    for entity in facts.entities.values():
        yield node, SCHEMA.mentions, names.entity(entity.key)
        if not entity.known:
            yield from local_triples(entity, names.part(article.id, "about-" + entity.key), names)
    taken: set[str] = set()
    for link in facts.links:
        yield from _link_triples(link, article, names, taken)
    for claim in facts.claims:
        yield from _claim_triples(claim, names, run)


def _link_triples(link: Link, article: Article, names: Names, taken: set[str]) -> Triples:
    mention = link.mention
    name = f"m{mention.start}-{mention.end}"
    while name in taken:
        name += "+"
    taken.add(name)
    node, span = names.part(article.id, name), _span(article.id, mention.start, mention.end, names)
    yield from _span_triples(span, article.id, mention.start, mention.end, mention.text, names)
    yield node, RDF.type, DIP.Mention
    yield node, OA.hasTarget, span
    yield node, OA.hasBody, names.entity(link.entity)
    yield node, DIP.sentence, _integer(mention.sentence)
    yield node, DIP.headWord, _integer(mention.head)
    yield node, DIP.mentionKind, ox.Literal(mention.kind)
    if mention.ner:
        yield node, DIP.nerTag, ox.Literal(mention.ner)
    yield node, DIP.score, _double(link.score)
    if link.runner_up:
        yield node, DIP.runnerUp, names.entity(link.runner_up[0])
        yield node, DIP.runnerUpScore, _double(link.runner_up[1])


def _span(article: str, start: int, end: int, names: Names) -> ox.NamedNode:
    return ox.NamedNode(f"{names.article(article).value}#char={start},{end}")


def _span_triples(node: ox.NamedNode, article: str, start: int, end: int, quote: str, names: Names) -> Triples:
    yield node, RDF.type, DIP.Span
    yield node, OA.hasSource, names.article(article)
    yield node, OA.start, _integer(start)
    yield node, OA.end, _integer(end)
    yield node, OA.exact, ox.Literal(quote)


def _claim_triples(claim: Claim, names: Names, run: ox.NamedNode | None) -> Triples:
    found = claim.evidence
    node, article = names.part(found.article, claim.id), names.article(found.article)
    sentence = _span(found.article, found.start, found.end, names)
    trigger = _span(found.article, found.trigger_start, found.trigger_end, names)
    yield from _span_triples(sentence, found.article, found.start, found.end, found.quote, names)
    yield from _span_triples(trigger, found.article, found.trigger_start, found.trigger_end, found.trigger, names)
    yield node, RDF.type, DIP.Claim
    yield node, DCTERMS.identifier, ox.Literal(claim.id)
    yield node, DIP.statedIn, article
    yield node, DIP.evidence, sentence
    yield node, DIP.trigger, trigger
    yield node, DIP.eventType, event_types()[claim.type].iri
    yield node, DIP.factuality, DIP[claim.factuality.value.capitalize()]
    yield node, DIP.rule, ox.Literal(claim.rule)
    yield node, DIP.confidence, _double(claim.confidence)
    roles = [(DIP.actor, key) for key in claim.actors] + [(DIP.recipient, key) for key in claim.recipients]
    for relation, key in [*roles, (DIP.place, claim.place), (DIP.agreement, claim.agreement), (DIP.attributedTo, claim.source)]:
        if key:
            yield node, relation, names.entity(key)
    if claim.about:
        yield node, DIP.aboutClaim, names.part(found.article, claim.about)
    if claim.time:
        yield node, DIP.begin, iso_literal(claim.time.begin)
        yield node, DIP.end, iso_literal(claim.time.end)
        if claim.time.text:
            yield node, DIP.timeText, ox.Literal(claim.time.text)
    if run:
        yield node, PROV.wasGeneratedBy, run


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=XSD.integer)


def _double(value: float) -> ox.Literal:
    return ox.Literal(repr(float(value)), datatype=XSD.double)


def from_quads(quads: Iterable[ox.Quad], base: str = DEFAULT_BASE) -> Iterator[ArticleFacts]:
    """Read back the facts of every article graph among the quads, by article id."""
    names = Names(base)
    shared, graphs = names.derived_graph("entities"), dict[str, list[ox.Quad]]()
    descriptions = []
    for quad in quads:
        article = names.article_of(quad.graph_name)
        if article is not None:
            graphs.setdefault(article, []).append(quad)
        elif quad.graph_name == shared:
            descriptions.append(quad)
    known = described(descriptions)
    for article in sorted(graphs):
        yield read_article(article, described(graphs[article]), known, names)


def read_article(identifier: str, nodes: Nodes, known: Nodes, names: Names) -> ArticleFacts:
    """Read back one article's facts from its own graph and the shared descriptions."""
    properties = nodes[names.article(identifier)]
    published = first(properties, SCHEMA.datePublished)
    article = Article(
        id=identifier,
        text=first(properties, SCHEMA.articleBody),
        language=first(properties, SCHEMA.inLanguage),
        published=published_on(published) if published else None,
        title=first(properties, SCHEMA.headline),
        url=first(properties, SCHEMA.url),
        source=unescape(names.key(properties[DIP.source][0]).removeprefix("source/")) if DIP.source in properties else "",
    )
    local = {lexical(p[DIP.describes][0]): node for node, p in nodes.items() if DIP.describes in p}
    entities = {}
    for node in properties.get(SCHEMA.mentions, []):
        key, described_at = names.key(node), local.get(lexical(node))
        entities[key] = read_entity(key, described_at, nodes, names) if described_at else read_entity(key, node, known, names)
    links = [_read_link(nodes, p, names) for p in nodes.values() if DIP.Mention in p.get(RDF.type, [])]
    claims = [read_claim(nodes, p, identifier, names) for p in nodes.values() if DIP.Claim in p.get(RDF.type, [])]
    return ArticleFacts(
        article, dict(sorted(entities.items())), tuple(sorted(links, key=_link_order)), tuple(sorted(claims, key=_claim_order))
    )


def _read_link(nodes: Nodes, properties: Properties, names: Names) -> Link:
    start, end, text = _read_span(nodes, properties[OA.hasTarget][0])
    mention = Mention(start, end, text, int(first(properties, DIP.sentence)), int(first(properties, DIP.headWord)),
                      first(properties, DIP.mentionKind), first(properties, DIP.nerTag))  # fmt: skip
    runner_up = None
    if DIP.runnerUp in properties:
        runner_up = names.key(properties[DIP.runnerUp][0]), float(first(properties, DIP.runnerUpScore))
    return Link(mention, names.key(properties[OA.hasBody][0]), float(first(properties, DIP.score)), runner_up)


def _read_span(nodes: Nodes, node: Term) -> tuple[int, int, str]:
    properties = nodes[node]
    return int(first(properties, OA.start)), int(first(properties, OA.end)), first(properties, OA.exact)


def read_claim(nodes: Nodes, properties: Properties, article: str, names: Names) -> Claim:
    """Read back one claim from its properties and the nodes of its article's graph."""
    evidence = Evidence(article, *_read_span(nodes, properties[DIP.evidence][0]), *_read_span(nodes, properties[DIP.trigger][0]))
    begin = first(properties, DIP.begin)
    keys = {relation: tuple(sorted(names.key(t) for t in properties.get(relation, []))) for relation in _ROLES}
    return Claim(
        id=first(properties, DCTERMS.identifier),
        type=event_code(properties[DIP.eventType][0]),
        actors=keys[DIP.actor],
        recipients=keys[DIP.recipient],
        factuality=Factuality(lexical(properties[DIP.factuality][0]).removeprefix(DIP.iri).lower()),
        evidence=evidence,
        rule=first(properties, DIP.rule),
        time=TimeSpan(begin, first(properties, DIP.end), first(properties, DIP.timeText)) if begin else None,
        place="".join(keys[DIP.place]),
        agreement="".join(keys[DIP.agreement]),
        source="".join(keys[DIP.attributedTo]),
        about=names.part_of(properties[DIP.aboutClaim][0])[1] if DIP.aboutClaim in properties else "",
        confidence=float(first(properties, DIP.confidence)),
    )
