"""Who took part: persons, ministries and capitals counted as what they act for, groups as their members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.facts import ORGANS, Entity, EntityType, Tenure
from kg.graph.timing import Window, day

Side = frozenset[str]

SOLO = 0.6


def side_of(keys: Iterable[str], window: Window, entities: Mapping[str, Entity]) -> Side:
    """Return the participants as what they act for at that time."""
    return frozenset(principal(key, window, entities) for key in keys)


def principal(key: str, window: Window, entities: Mapping[str, Entity]) -> str:
    """Return the state or organization that an entity acts for at that time, else the entity itself.

    A person acts for the one body that all offices held then belong to (states before others); an organ for its state or parent.
    """
    entity = entities.get(key)
    if entity is None:
        return key
    if entity.type is EntityType.PERSON:
        bodies = {_owner(tenure.body, entities) for tenure in entity.tenures if window.known and _held(tenure, window)}
        states = {body for body in bodies if (body in entities and entities[body].type is EntityType.STATE) or body.startswith("state/")}
        chosen = states or bodies
        return next(iter(chosen)) if len(chosen) == 1 else entity.country or key
    return _owner(key, entities)


def _owner(key: str, entities: Mapping[str, Entity]) -> str:
    """Return the state of a ministry or a capital, the union of an institution."""
    entity = entities.get(key)
    if entity is None:
        return key
    if entity.type is EntityType.ORGANIZATION and entity.kind in ORGANS:
        return entity.country or entity.parent or key
    if entity.type is EntityType.PLACE:
        return entity.country or key
    return key


def _held(tenure: Tenure, window: Window) -> bool:
    begin, end = day(tenure.begin), day(tenure.end, last=True)
    return (begin is None or begin <= window.last) and (end is None or end >= window.first)


def covered(key: str, side: Side, entities: Mapping[str, Entity]) -> bool:
    """Return whether one is on that side: itself, in a group that is, or as the group of one that is."""
    if key in side:
        return True
    return bool(_members(key, entities) & side) or any(key in _members(other, entities) for other in side)


def _members(key: str, entities: Mapping[str, Entity]) -> frozenset[str]:
    entity = entities.get(key)
    return frozenset(entity.members) if entity and entity.kind == "group" else frozenset()


def among(one: Side, other: Side, entities: Mapping[str, Entity]) -> bool:
    """Return whether all of one side are on the other."""
    return all(covered(key, other, entities) for key in one)


def same_side(one: Side, other: Side) -> bool:
    """Return whether two sides have someone in common."""
    return bool(one & other)


def directed_fit(actors: Side, recipients: Side, others: Side, targets: Side, entities: Mapping[str, Entity]) -> bool:
    """Return whether who acts on whom in one claim may be who acts on whom in the other.

    Where both name recipients, each role must fit; else all of one claim must be among all of the other, and an actor stay an actor.
    """
    if recipients and targets:
        return _nested(actors, others, entities) and _nested(recipients, targets, entities)
    if len(actors) == 1 and not recipients and targets:
        return among(actors, others, entities)
    if len(others) == 1 and not targets and recipients:
        return among(others, actors, entities)
    return _nested(actors | recipients, others | targets, entities)


def _nested(one: Side, other: Side, entities: Mapping[str, Entity]) -> bool:
    return among(one, other, entities) or among(other, one, entities)


def similarity(one: Side, other: Side, entities: Mapping[str, Entity]) -> float:
    """Return the share of participants that both have; one participant alone is weaker ground than two."""
    everyone = one | other
    if not everyone:
        return 0.0
    shared = sum(covered(key, one, entities) and covered(key, other, entities) for key in everyone)
    return shared / len(everyone) * (SOLO if min(len(one), len(other)) == 1 else 1.0)
