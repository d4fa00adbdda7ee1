"""What the judge is told of a candidate event: a node for its trigger, each entity, each time expression, and how real it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.document import STATES, Sentence, Token
from kg.extract.cast import Figure, figures, participants, words_around
from kg.extract.circumstances import place_of
from kg.extract.features import Proposal, event_features
from kg.extract.frames import Frame
from kg.extract.participants import Scene
from kg.extract.reality import factuality_features
from kg.extract.saying import source_features
from kg.extract.temporal import TimeExpression, time_expressions
from kg.extract.when import time_features
from kg.facts import ORGANS, EntityType, Link

KINDS = 5
TRIGGER, ENTITY, ELSEWHERE, TIME, REALITY = range(KINDS)
ENTITIES = frozenset({ENTITY, ELSEWHERE})
# What each of the judge's questions is answered by: the parts of `Node.told` that it hears.
HEARS: Mapping[str, tuple[str, ...]] = {
    "event": ("event",), "role": ("stand",), "place": ("stand", "place"), "source": ("source",), "time": ("time",),
    "factuality": ("reality",),
}  # fmt: skip
WHERE = frozenset({EntityType.PLACE, EntityType.STATE})
NOWHERE = (b"", b"")


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that the judge is asked about.

    Attributes:
        kind: `TRIGGER`, `ENTITY` (`ELSEWHERE` if only sentences around the event's name it), `TIME` or `REALITY`.
        asked: the questions that it may answer, keys of `HEARS`.
        told: features, by what they tell of.
        states: what the encoder makes of two words that stand for it (`kg.document.Sentence.states`), empty where there are none.
        key: the entity's.
    """

    kind: int
    asked: tuple[str, ...]
    told: Mapping[str, Sequence[str]]
    states: tuple[bytes, bytes] = NOWHERE
    key: str = ""

    def features(self, question: str) -> list[str]:
        """Return all that a question is answered by."""
        return list(chain.from_iterable(self.told[part] for part in HEARS[question] if part in self.told))


def times_in(scene: Scene, sentence: Sentence) -> list[TimeExpression]:
    """Return the time expressions of a sentence."""
    return time_expressions(scene.document.quote(sentence.start, sentence.end), scene.language, sentence.start)


def hint(scene: Scene, sentence: Sentence, proposal: Proposal) -> str:
    """Return where an event takes place by the rules."""
    roles = proposal.roles
    return place_of(scene, sentence, proposal.match, roles.actors + roles.recipients if roles else ())


def trigger_node(scene: Scene, sentence: Sentence, proposal: Proposal, others: Sequence[Proposal]) -> Node:
    """Describe a candidate; `others` are all of its sentence's."""
    return Node(TRIGGER, ("event",), {"event": event_features(scene, sentence, proposal, others)}, _of_event(sentence, proposal))


def situation(
    scene: Scene, sentence: Sentence, proposal: Proposal, others: Sequence[Proposal], times: Sequence[TimeExpression], frame: Frame
) -> Iterator[Node]:
    """Yield everything else: the entities, the time expressions in their order, and last how real it is."""
    yield from _entities(scene, sentence, proposal, frame)
    for expression, features in zip(times, time_features(scene, sentence, proposal, others, times), strict=True):
        words = sentence.covering(expression.start, expression.end)
        yield Node(TIME, ("time",), {"time": features}, _states(sentence, words[:1] * 2))
    reality = factuality_features(scene, sentence, proposal, times)
    yield Node(REALITY, ("factuality",), {"reality": reality}, _of_event(sentence, proposal))


def _entities(scene: Scene, sentence: Sentence, proposal: Proposal, frame: Frame) -> Iterator[Node]:
    cast = dict(participants(scene, sentence, proposal, frame))
    sources = source_features(scene, sentence, proposal)
    where = _places(scene, sentence)
    others = {key: links for key, links in where.items() if key not in cast}
    stands: dict[str, Figure] = {**cast, **figures(scene, sentence, proposal, others)}
    here = hint(scene, sentence, proposal)
    for key in dict.fromkeys((*cast, *where, *sources)):
        told: dict[str, Sequence[str]] = {}
        if key in stands:
            told["stand"] = stands[key].features
        if key in where:
            told["place"] = [f"hint={key == here}", f"{proposal.type}|hint={key == here}"]
        if key in sources:
            told["source"] = sources[key]
        asked = (*["role"] * (key in cast), *["place"] * (key in where), *["source"] * (key in sources))
        words, there = (stands[key].words, stands[key].sentence) if key in stands else words_around(scene, sentence, proposal, key)
        yield Node(ENTITY if there is sentence else ELSEWHERE, asked, told, _states(there, words), key)


def _places(scene: Scene, sentence: Sentence) -> dict[str, list[Link]]:
    """Return where a sentence may say that something happens: states, places, and bodies that have a house ("visited the White House")."""
    named = scene.mentioned(sentence, WHERE | {EntityType.ORGANIZATION})
    return {key: links for key, links in named.items() if scene.entities[key].type in WHERE or scene.entities[key].kind in ORGANS}


def _of_event(sentence: Sentence, proposal: Proposal) -> tuple[bytes, bytes]:
    return _states(sentence, (proposal.trigger, proposal.match.predicate.carrier))


def _states(sentence: Sentence, words: Sequence[Token]) -> tuple[bytes, bytes]:
    if not words or not sentence.states:
        return NOWHERE
    one, other = (sentence.states[STATES * (word.index - 1) : STATES * word.index] for word in words)
    return one, other
