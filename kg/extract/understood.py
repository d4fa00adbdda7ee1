"""Whom an event's sentence may mean without naming them: the words that may stand for them, and where the text names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def understood_features(scene: Scene, sentence: Sentence, proposal: Proposal, key: str, known: Sequence[Anaphor]) -> Iterator[str]:
    """Describe whether the sentence may mean an entity that it does not name; `known` are its anaphors."""
    words = proposal.match.predicate.cluster
    subject = any(plain(child) == "nsubj" for word in words for child in sentence.children(word))
    yield f"dropped={key in proposal.subjects}&{subject}&{proposal.kind}"
    ranked = sorted(known, key=lambda anaphor: tree_distance(sentence, anaphor.word, proposal.trigger))
    if ranked:
        nearest, meant = ranked[0], key in ranked[0].means
        yield f"meant={nearest.kind}&{meant}&{bucket(tree_distance(sentence, nearest.word, proposal.trigger))}"
        yield f"meant={nearest.kind}&{meant}&{plain(nearest.word)}"
    group = next((anaphor for anaphor in ranked if anaphor.kind in GROUPS), None)
    if group:
        types = {GROUPS[group.kind]} if GROUPS[group.kind] else ACTING
        fitting = [other for other in proposal.around if scene.entities[other].type in types]
        yield f"group={group.kind}&{min(RANKS, fitting.index(key)) if key in fitting else '-'}"
        yield f"group={group.kind}&{bool(group.means)}&{key in group.means}"
        yield f"group={group.kind}&{scene.entities[key].type}&{min(MANY, len(fitting))}"
