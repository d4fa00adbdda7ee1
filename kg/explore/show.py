"""What the graph says of one thing: an entity, an event, a claim or an article, each claim with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.errors import NotFoundError
from kg.explore.network import Statement, statements
from kg.explore.queries import find_entities
from kg.facts import Entity
from kg.graph.ontology import event_types
from kg.graph.store import GraphStore


def show(store: GraphStore, name: str, *, why: bool = False, language: str = "en") -> str:
    """Return a text about the entity, event, claim (`article#claim`) or article of that name.

    Args:
        store: the graph.
        name: an id, an IRI, a key, or any name of an entity, in either language and with its suffixes.
        why: also tell which rule made each claim and what it rests on.
        language: of labels.

    Raises:
        NotFoundError: nothing answers to the name; the message suggests the nearest.
    """
    key = name.removeprefix(store.names.base)
    found, entities = statements(store), store.entities()
    for article in store.articles():
        if key in (article, store.names.key(store.names.article(article))):
            return _listing(f"article {article}", [s for s in found if s.article.id == article], entities, why, language)
    events = [s for s in found if s.event and key in {s.event, s.event.removeprefix("event/")}]
    if events:
        return _listing(f"event {events[0].event} ({_label(events[0].claim.type, language)})", events, entities, why, language)
    claims = [s for s in found if key in (s.claim.id, reference(s), store.names.key(store.names.part(s.article.id, s.claim.id)))]
    if claims:
        return _listing(f"claim {key}", claims, entities, True, language)
    return "\n\n".join(_of_entity(entity, found, entities, why, language) for entity in _entities(store, key, entities))


def reference(statement: Statement) -> str:
    """Return the name of a claim among all articles: `article#claim`."""
    return f"{statement.article.id}#{statement.claim.id}"


def _entities(store: GraphStore, name: str, entities: Mapping[str, Entity]) -> list[Entity]:
    """Return the entities of that name: several where a name is not of one thing alone."""
    try:
        return [entities[store.names.key(node)] for node in find_entities(store, name)]
    except NotFoundError as error:
        raise NotFoundError(f"{error} (nor is it an event, a claim or an article; `kg ls` lists the articles)") from None


def _of_entity(entity: Entity, found: Sequence[Statement], entities: Mapping[str, Entity], why: bool, language: str) -> str:
    about = [statement for statement in found if entity.key in statement.claim.keys]
    return "\n".join(_described(entity, entities, language)) + "\n" + _listing("", about, entities, why, language)


def _label(type_: str, language: str) -> str:
    return event_types()[type_].label(language)


def _described(entity: Entity, entities: Mapping[str, Entity], language: str) -> Iterator[str]:
    labels = ", ".join(f"{label} ({code})" for code, label in entity.labels)
    yield f"{entity.type} {entity.key}: {labels}" + ("" if entity.known else "  [not in the gazetteer]")
    if entity.names:
        yield f"  also: {', '.join(entity.names[:12])}"
    for tenure in entity.tenures:
        body = entities[tenure.body].label(language) if tenure.body in entities else tenure.body
        yield f"  {tenure.role} of {body}, {tenure.begin or '?'} to {tenure.end or 'not known to have ended'}"


def _listing(title: str, found: Sequence[Statement], entities: Mapping[str, Entity], why: bool, language: str) -> str:
    lines = [title] if title else []
    for statement in found:
        lines += ["", *_claim(statement, entities, why, language)]
    return "\n".join(lines or ["no claims"])


def _claim(statement: Statement, entities: Mapping[str, Entity], why: bool, language: str) -> Iterator[str]:
    claim, article, evidence = statement.claim, statement.article, statement.claim.evidence

    def names(keys: tuple[str, ...]) -> str:
        return ", ".join(entities[key].label(language) for key in keys)

    who = names(claim.actors) + (f" -> {names(claim.recipients)}" if claim.recipients else "")
    more = [str(claim.factuality), claim.time.iso() if claim.time else ""]
    more += [
        f"{word} {entities[key].label(language)}"
        for word, key in (("in", claim.place), ("says", claim.source), ("on", claim.agreement))
        if key
    ]
    yield f"{_label(claim.type, language)}: {who}  [{', '.join(filter(None, more))}]"
    yield f"  “{' '.join(evidence.quote.split())}”"
    yield f"  {article.id} ({article.language}, {article.published or 'no date'}), characters {evidence.start}-{evidence.end}"
    if why:
        yield f"  claim {reference(statement)}, event {statement.event or '-'}, rule {claim.rule}, confidence {claim.confidence}"
        yield f"  trigger “{evidence.trigger}” at {evidence.trigger_start}"
