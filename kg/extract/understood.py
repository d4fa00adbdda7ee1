"""Whom an event's sentence may mean without naming them: the words that may stand for them, and where the text names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.document import Sentence, Token
from kg.extract.features import Proposal, bucket, plain
from kg.extract.participants import GROUPS, Anaphor, Scene, tree_distance
from kg.facts import ACTING

RANKS = 3  # of those named latest are told apart
MANY = 3  # as many are counted


def named_at(scene: Scene, sentence: Sentence, proposal: Proposal, key: str) -> tuple[Sentence, Token] | None:
    """Return the sentence around an event's that names an entity, the nearest before it or else the next, and the name's head there."""
    ago = proposal.around.get(key)
    if not ago:
        return None
    other = scene.document.sentences[sentence.index - ago]
    first = next(link for link in scene.links[other.index] if link.entity == key)
    return (other, other[first.mention.head]) if first.mention.head else None


def understood_features(scene: Scene, sentence: Sentence, proposal: Proposal, keys: Iterable[str]) -> dict[str, list[str]]:
    """Describe for each of some entities that the event's sentence does not name whether it may mean them."""
    words = proposal.match.predicate.cluster
    subject = any(plain(child) == "nsubj" for word in words for child in sentence.children(word))
    known = [(tree_distance(sentence, anaphor.word, proposal.trigger), anaphor) for anaphor in scene.anaphors(sentence)]
    ranked = sorted(known, key=lambda found: found[0])
    group = next((anaphor for _, anaphor in ranked if anaphor.kind in GROUPS), None)
    found = {key: [f"dropped={key in proposal.subjects}&{subject}&{proposal.kind}"] for key in keys}
    for key, features in found.items():
        if ranked:
            features += _meant(key, *ranked[0])
        if group:
            features += _in_group(scene, proposal, key, group)
    return found


def _meant(key: str, steps: int, anaphor: Anaphor) -> Iterator[str]:
    """Describe the anaphor nearest to the event, so many arcs away."""
    yield f"meant={anaphor.kind}&{key in anaphor.means}&{bucket(steps)}"
    yield f"meant={anaphor.kind}&{key in anaphor.means}&{plain(anaphor.word)}"


def _in_group(scene: Scene, proposal: Proposal, key: str, group: Anaphor) -> Iterator[str]:
    """Describe whether an entity may be one of the several that a noun or pronoun means."""
    types = {GROUPS[group.kind]} if GROUPS[group.kind] else ACTING
    fitting = [other for other in proposal.around if scene.entities[other].type in types]
    yield f"group={group.kind}&{min(RANKS, fitting.index(key)) if key in fitting else '-'}"
    yield f"group={group.kind}&{bool(group.means)}&{key in group.means}"
    yield f"group={group.kind}&{scene.entities[key].type}&{min(MANY, len(fitting))}"
