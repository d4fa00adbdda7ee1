"""Which entity a name means here: by type, by the article's other names, by offices held at the time, by title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.document import Period
from kg.facts import Entity, EntityType
from kg.language import fold
from kg.link.gazetteer import Alias, Gazetteer
from kg.link.lookup import Match
from kg.link.offices import in_office, roles_before
from kg.link.reading import Reading

NER_TYPES: Mapping[str, frozenset[EntityType]] = {
    "PER": frozenset({EntityType.PERSON}),
    "ORG": frozenset({EntityType.ORGANIZATION}),
    "LOC": frozenset({EntityType.STATE, EntityType.PLACE}),
    "NORP": frozenset({EntityType.STATE, EntityType.ORGANIZATION, EntityType.PLACE}),
    "LAW": frozenset({EntityType.AGREEMENT}),
}
KIND_SCORES = {"name": 0.7, "acronym": 0.7, "demonym": 0.68, "surname": 0.25}
TYPE_SCORES = {
    EntityType.STATE: 0.12,
    EntityType.ORGANIZATION: 0.04,
    EntityType.PERSON: 0.03,
    EntityType.PLACE: 0.02,
    EntityType.AGREEMENT: 0.0,
}
LANGUAGE_SCORE = 0.03
WEAK_COST = 0.2
RARE_LENGTH = 6
RARE_SCORE = 0.15
REGION_SCORE = 0.01
SETTLED_SCORE = 0.25
SEMANTIC_CASES = frozenset({"Dat", "Abl", "Loc", "Ins"})  # endings hardly part of a name by chance
NER_SCORE = 0.25
NEIGHBOUR_COST = 0.3
BEGIN_COST = 0.2
BODY_SCORE = 0.2
OFFICE_SCORE = 0.15
TITLE_SCORE = 0.3
SEEN_SCORE = 0.3
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the article says: how often each entity is named beyond doubt, and when it was published."""

    counts: Counter[str]
    published: date | Period | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The entity chosen, its score, and the next best."""

    key: str
    score: float
    runner_up: tuple[str, float] | None = None


def context_of(reading: Reading, matches: Iterable[Match]) -> Context:
    """Count the entities whose names allow no doubt; an organization also speaks for the state it belongs to."""
    counts: Counter[str] = Counter()
    for match in matches:
        keys = {alias.key for alias in match.aliases}
        if len(keys) == 1 and not match.weak:
            entity = reading.gazetteer.entities[keys.pop()]
            counts.update(key for key in (entity.key, entity.parent, entity.country) if key)
            counts.update({tenure.body for tenure in entity.tenures if in_office(tenure, reading.document.article.published)})
    return Context(counts, reading.document.article.published)


def choose(reading: Reading, match: Match, context: Context, ner: str = "") -> Choice | None:
    """Return the likeliest entity of a name, or None where it is more likely no name of any."""
    scores: dict[str, float] = {}
    roles = roles_before(reading, match.first)
    for alias in match.aliases:
        entity = reading.gazetteer.entities[alias.key]
        person = _person_score(entity, context, roles, alias)
        if alias.kind == "surname" and not _evident(reading, match, alias, entity, context, person):
            continue
        score = _score(reading, match, alias, entity, context, ner) + person
        scores[alias.key] = max(scores.get(alias.key, 0.0), score)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best, score = ranked[0] if ranked else ("", 0.0)
    if score < THRESHOLD:
        return None
    runner_up = (ranked[1][0], round(min(max(ranked[1][1], 0.0), 1.0), 3)) if len(ranked) > 1 else None
    return Choice(best, round(min(score, 1.0), 3), runner_up)


def _evident(reading: Reading, match: Match, alias: Alias, entity: Entity, context: Context, person: float) -> bool:
    """Return whether more than a last name speaks for a person: the full name, a title, an office; a rare name without namesakes."""
    if context.counts[entity.key] or person >= TITLE_SCORE + BODY_SCORE:
        return True
    if fold(alias.text) in common_surnames(reading.gazetteer):
        return False
    lone = len({other.key for other in match.aliases}) == 1
    return person > 0 or (lone and len(alias.text) >= RARE_LENGTH)


@lru_cache(maxsize=4)
def common_surnames(gazetteer: Gazetteer) -> frozenset[str]:
    """Return the last names, folded, that so many people bear that they say little."""
    return frozenset(fold(name) for names in gazetteer.usage.get("surnames", {}).values() for name in names)


def _score(reading: Reading, match: Match, alias: Alias, entity: Entity, context: Context, ner: str) -> float:
    score = KIND_SCORES[alias.kind] + TYPE_SCORES[entity.type] + LANGUAGE_SCORE * (alias.language == reading.pack.code)
    if ner in NER_TYPES and _agrees(entity, ner):
        score += NER_SCORE
    elif ner in NER_TYPES and not (ner == "PER" and _inflected(reading, match, alias)):
        score -= NER_SCORE * (1 + (ner == "PER" and _trimmed(reading, match, alias)))
    doubtful = alias.weak or alias.kind == "surname"
    if context.counts[entity.key] > 0:
        score += SEEN_SCORE * doubtful + LANGUAGE_SCORE
    if any(context.counts[key] for key in (entity.parent, entity.country) if key):
        score += BODY_SCORE / 2
    if alias.weak:
        score -= 2 * WEAK_COST if alias.kind == "demonym" else WEAK_COST / 3 if entity.type is EntityType.STATE else WEAK_COST
    if reading.gazetteer.usage.get("prefer", {}).get(alias.text) == entity.key:
        score += SETTLED_SCORE
    rare = alias.kind == "surname" and len(match.aliases) == 1 and len(alias.text) >= RARE_LENGTH
    score += RARE_SCORE * rare + REGION_SCORE * (entity.kind == "region")
    return score - _standing_cost(reading, match, entity, rare=rare) if doubtful and ner not in NER_TYPES else score


def _trimmed(reading: Reading, match: Match, alias: Alias) -> bool:
    """Return whether a name of a body was found only by cutting off what may be part of another ("Tasnime")."""
    inside = match.suffix and match.end == reading.atoms[match.last].end
    return bool(inside) and alias.key.startswith("organization/") and "A" not in alias.shapes


def _inflected(reading: Reading, match: Match, alias: Alias) -> bool:
    """Return whether a single word is an inflected name of its language to the tagger too: "Batıyla" is no first name."""
    cases = [token.feats.get("Case", "Nom") for token in reading.tokens_in(match.start, match.end)]
    return bool(match.suffix) and alias.language == reading.pack.code and len(cases) == 1 and cases[0] in SEMANTIC_CASES


def _agrees(entity: Entity, ner: str) -> bool:
    """Return whether a name tag fits an entity; a group of states ("the West") may be tagged as a place."""
    return entity.type in NER_TYPES[ner] or (ner == "LOC" and entity.kind == "group")


def _standing_cost(reading: Reading, match: Match, entity: Entity, *, rare: bool) -> float:
    """Return what a doubtful name loses by where it stands: beside a capital, at the beginning of a sentence, in a headline."""
    begins = match.first in reading.begins and entity.type is not EntityType.STATE
    loud = any(index in reading.headlines for index in (match.first, match.last))
    return NEIGHBOUR_COST * _has_neighbour(reading, match) + BEGIN_COST * begins * (0.5 if rare else 1.0) + NEIGHBOUR_COST * loud


def _has_neighbour(reading: Reading, match: Match) -> bool:
    """Return whether a capitalized word stands right beside the name, so that it may be part of a longer one."""
    before = reading.joined(match.first) and reading.capital(match.first - 1) and match.first - 1 not in reading.begins
    title = before and reading.titles.names_office(reading.atoms[match.first - 1].folded)
    after = match.exact and reading.joined(match.after) and reading.capital(match.after)
    return (before and not title) or after


def _person_score(entity: Entity, context: Context, roles: frozenset[str], alias: Alias) -> float:
    if entity.type is not EntityType.PERSON:
        return 0.0
    served = [tenure for tenure in entity.tenures if context.counts[tenure.body]]
    score = BODY_SCORE * bool(served)
    score += OFFICE_SCORE * any(in_office(tenure, context.published) for tenure in (served or entity.tenures))
    score += TITLE_SCORE * any(tenure.role in roles for tenure in entity.tenures)
    return score if alias.kind == "surname" or alias.weak else score / 3
