"""What the graph says of one thing: an entity, an event, a claim or an article, each claim with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from kg.errors import NotFoundError
from kg.explore.network import Statement, statements
from kg.facts import Claim, Entity
from kg.graph.ontology import event_types
from kg.graph.store import GraphStore
from kg.language import fold


def show(store: GraphStore, name: str, *, why: bool = False, language: str = "en") -> str:
    """Return a text about the entity, event, claim (`article#claim`) or article of that name.

    Args:
        store: the graph.
        name: an id, an IRI, a key, or any name of an entity, in either language.
        why: also tell which rule made each claim and what it rests on.
        language: of labels.

    Raises:
        NotFoundError: nothing answers to the name; the message suggests the nearest.
    """
    key = name.removeprefix(store.names.base)
    found, entities = statements(store), store.entities()
    if key in store.articles():
        return _listing(f"article {key}", [s for s in found if s.article.id == key], entities, why, language)
    events = [s for s in found if s.event and key in {s.event, f"event/{s.event}", s.event.removeprefix("event/")}]
    if events:
        return _listing(f"event {events[0].event} ({_label(events[0].claim.type, language)})", events, entities, why, language)
    claims = [s for s in found if key in {f"{s.article.id}#{s.claim.id}", s.claim.id}]
    if claims:
        return _listing(f"claim {key}", claims, entities, True, language)
    entity = _entity(key, entities)
    return "\n".join(_described(entity, entities, language)) + "\n" + _listing("", [s for s in found if entity.key in _keys(s.claim)], entities, why, language)


def _entity(name: str, entities: Mapping[str, Entity]) -> Entity:
    if name in entities:
        return entities[name]
    names: dict[str, str] = {}
    for entity in entities.values():
        for alias in (*(label for _, label in entity.labels), *entity.names):
            names.setdefault(fold(alias), entity.key)
    if fold(name) in names:
        return entities[names[fold(name)]]
    near = ", ".join(get_close_matches(fold(name), names, 3)) or "nothing"
    raise NotFoundError(f"{name!r}: no entity, event, claim or article is called so; near to it: {near}")


def _keys(claim: Claim) -> set[str]:
    return {*claim.participants, claim.place, claim.source, claim.agreement}


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


def _listing(title: str, found: list[Statement], entities: Mapping[str, Entity], why: bool, language: str) -> str:
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
    more += [f"{word} {entities[key].label(language)}" for word, key in (("in", claim.place), ("says", claim.source), ("on", claim.agreement)) if key]
    yield f"{_label(claim.type, language)}: {who}  [{', '.join(filter(None, more))}]"
    yield f"  “{' '.join(evidence.quote.split())}”"
    yield f"  {article.id} ({article.language}, {article.published or 'no date'}), characters {evidence.start}-{evidence.end}"
    if why:
        yield f"  claim {article.id}#{claim.id}, event {statement.event or '-'}, rule {claim.rule}, trigger “{evidence.trigger}” at {evidence.trigger_start}, confidence {claim.confidence}"
