"""Which claims speak of the same event, across articles and languages.

Two claims fit if nothing contradicts: same type; the participants of one are among the other's (a person and the state acted for, a
ministry and its state, a group and its members count as one); times, places and agreements do not exclude each other. Among those that
fit, a score says how much they have in common: participants, time, place, and the similarity of the sentences' vectors where both have
one. Pairs are joined from the best down, and only if every claim on one side fits every claim on the other, so that no chain of vague
claims joins 2012 and 2025. Neither the order of articles nor unrelated articles change the outcome.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import mul

from kg.document import Article
from kg.facts import Claim, Entity, Event, TimeSpan
from kg.graph.sides import Side, directed_fit, same_side, side_of, similarity
from kg.graph.timing import Window, closeness, window_of

Ref = tuple[str, str]

# Measured on the 52 parallel passages of the development gold (English against Turkish): cosine of the sentences' vectors .91 (median)
# for the same event, .84 for another event of the same type in the same story, .79 for any two sentences. With these figures
# 177 of 209 pairs of claims of the same event join, and 0 of 222 pairs whose participants differ.
JOIN = 0.65
REVIEW = 0.75
VECTOR_MEAN = 0.87
VECTOR_WEIGHT = 1.6
VECTOR_LIMIT = 0.16


@dataclass(frozen=True, slots=True)
class Merge:
    """Two claims taken for one event on middling grounds, with their score in 0..1."""

    first: Ref
    second: Ref
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """The events, by key, and the merges that a person may want to review."""

    events: tuple[Event, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class _Report:
    """A claim with what comparing needs, worked out once."""

    ref: Ref
    claim: Claim
    published: str
    actors: Side
    recipients: Side
    window: Window

    @property
    def everyone(self) -> Side:
        return self.actors | self.recipients


def resolve(claims: Iterable[tuple[Article, Claim]], entities: Mapping[str, Entity] | None = None) -> list[Event]:
    """Return the events that the claims speak of, by key; `entities` tells who acts for whom and who belongs to which group."""
    return list(resolution(claims, entities).events)


def resolution(claims: Iterable[tuple[Article, Claim]], entities: Mapping[str, Entity] | None = None) -> Resolution:
    """Return the events with the merges that rest on middling grounds."""
    entities = entities or {}
    reports = {(article.id, claim.id): _report(article, claim, entities) for article, claim in claims}
    clusters = {ref: [ref] for ref in reports}
    merges: dict[Ref, list[Merge]] = {}
    for score, first, second in sorted(_candidates(reports, entities), key=lambda found: (-found[0], *found[1:])):
        one, other = clusters[first], clusters[second]
        if one is other or not all(_fit(reports[a], reports[b], entities) for a in one for b in other):
            continue
        one.extend(other)
        clusters.update((ref, one) for ref in other)
        if score < REVIEW:
            merges.setdefault(first, []).append(Merge(first, second, round(score, 4)))
    groups = {id(group): sorted(group) for group in clusters.values()}
    keys = {ref: _key([reports[r] for r in group]) for group in groups.values() for ref in group}
    events = [_event([reports[ref] for ref in group], keys) for group in groups.values()]
    ordered = sorted((merge for found in merges.values() for merge in found), key=lambda merge: (merge.first, merge.second))
    return Resolution(tuple(sorted(events, key=lambda event: event.key)), tuple(ordered))


def _report(article: Article, claim: Claim, entities: Mapping[str, Entity]) -> _Report:
    window = window_of(claim, article.published)
    actors, recipients = (side_of(keys, window, entities) for keys in (claim.actors, claim.recipients))
    published = article.published.isoformat() if article.published else "9999"
    return _Report((article.id, claim.id), claim, published, actors, recipients, window)


def _candidates(reports: Mapping[Ref, _Report], entities: Mapping[str, Entity]) -> Iterator[tuple[float, Ref, Ref]]:
    """Yield the pairs that fit and have enough in common, each once."""
    blocks: defaultdict[tuple[str, ...], list[_Report]] = defaultdict(list)
    for report in reports.values():
        for block in _blocks(report, entities):
            blocks[block].append(report)
    seen: set[tuple[Ref, Ref]] = set()
    for members in blocks.values():
        members.sort(key=lambda report: (report.window.first, report.ref))
        for position, one in enumerate(members):
            for other in members[position + 1 :]:
                if other.window.first > one.window.last:
                    break
                pair = (one.ref, other.ref) if one.ref < other.ref else (other.ref, one.ref)
                if pair not in seen and _fit(one, other, entities):
                    seen.add(pair)
                    score = _score(one, other, entities)
                    if score >= JOIN:
                        yield score, *pair


def _blocks(report: _Report, entities: Mapping[str, Entity]) -> Iterator[tuple[str, ...]]:
    """Yield what claims must share to be compared: two participants, or one and the place, the day or the article.

    What has no date at all is compared within its article only.
    """
    claim = report.claim
    people = set(report.everyone)
    for key in report.everyone:
        entity = entities.get(key)
        if entity and entity.kind == "group":
            people.update(entity.members)
    ordered = sorted(people)
    for position, one in enumerate(ordered):
        yield claim.type, one, "article", report.ref[0]
        if not report.window.known:
            continue
        yield from ((claim.type, one, other) for other in ordered[position + 1 :])
        if claim.place:
            yield claim.type, one, "place", claim.place
        if claim.time:
            yield claim.type, one, "time", claim.time.begin


def _fit(one: _Report, other: _Report, entities: Mapping[str, Entity]) -> bool:
    """Return whether nothing says that the two claims are of different events."""
    a, b = one.claim, other.claim
    if a.type != b.type or not one.window.overlaps(other.window):
        return False
    if one.ref[0] == other.ref[0]:
        if a.evidence.start == b.evidence.start:
            return False
    elif not (one.window.known and other.window.known):
        return False
    if a.agreement and b.agreement and a.agreement != b.agreement:
        return False
    if not _places_fit(a.place, b.place, entities):
        return False
    return directed_fit(one.actors, one.recipients, other.actors, other.recipients, entities)


def _places_fit(one: str, other: str, entities: Mapping[str, Entity]) -> bool:
    """Return whether a place may be the other: equal, one not told, or one the country of the other."""
    if not one or not other or one == other:
        return True
    return any(a in entities and entities[a].country == b for a, b in ((one, other), (other, one)))


def _score(one: _Report, other: _Report, entities: Mapping[str, Entity]) -> float:
    """Return how much two fitting claims have in common, 0 to 1."""
    a, b = one.claim, other.claim
    people = similarity(one.everyone, other.everyone, entities)
    place = 1.0 if a.place and b.place else 0.5 if a.place or b.place else 0.4
    score = 0.5 * people + 0.25 * closeness(one.window, other.window, one.published, other.published) + 0.25 * place
    if not same_side(one.actors, other.recipients) and a.agreement and a.agreement == b.agreement:
        score += 0.05
    if a.evidence.vector and b.evidence.vector:
        bonus = VECTOR_WEIGHT * (_cosine(a.evidence.vector, b.evidence.vector) - VECTOR_MEAN)
        score += max(-VECTOR_LIMIT, min(VECTOR_LIMIT, bonus))
    return min(score, 1.0)


def _cosine(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the cosine; 0 where the vectors are of different lengths or empty of content."""
    norm = (sum(map(mul, one, one)) * sum(map(mul, other, other))) ** 0.5
    return sum(map(mul, one, other)) / norm if norm and len(one) == len(other) else 0.0


def _key(group: list[_Report]) -> str:
    """Return the key of an event: a hash of its first report, so that later articles do not change it."""
    first = min(group, key=lambda report: (report.published, report.ref))
    digest = hashlib.sha256("\0".join((first.claim.type, *first.ref)).encode()).hexdigest()[:12]
    return f"event/{first.claim.type.lower()}-{digest}"


def _event(group: list[_Report], keys: Mapping[Ref, str]) -> Event:
    claims = [report.claim for report in group]
    recipients = {key for claim in claims for key in claim.recipients}
    actors = {key for claim in claims for key in claim.actors}
    key = keys[group[0].ref]
    about = {keys[ref] for report in group if (ref := (report.ref[0], report.claim.about)) in keys} - {key}
    return Event(
        key=key,
        type=claims[0].type,
        actors=tuple(sorted(actors - recipients or actors)),
        recipients=tuple(sorted(recipients)),
        claims=tuple(report.ref for report in group),
        time=_time(group),
        place=_commonest(claim.place for claim in claims),
        agreement=_commonest(claim.agreement for claim in claims),
        about=tuple(sorted(about)),
    )


def _time(group: list[_Report]) -> TimeSpan | None:
    """Return the narrowest time that a claim tells."""
    told = [(r.window.last - r.window.first, r.claim.time.begin, r.claim.time.end) for r in group if r.claim.time and r.window.told]
    return TimeSpan(*min(told)[1:]) if told else None


def _commonest(values: Iterable[str]) -> str:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default="")
