"""Who acts and on whom: the participants of a match, by slot, by form, or as understood from the discourse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.document import Sentence
from kg.extract.frames import Frame
from kg.extract.match import Match
from kg.extract.participants import Scene, by_form, nearest
from kg.extract.syntax import Predicate, grammar, is_clause, predicate
from kg.facts import ACTING, EntityType

FULL, MEANT, REMEMBERED, GUESSED = 0.9, 0.7, 0.5, 0.4  # named in the clause, understood, from the last event of the type, merely near
CLOSE = 3  # arcs within which a mention outranks the participants of the last event of the type
NEAR = 6  # arcs from a predicate within which a mention may be its participant though no slot names it
REACH = 12  # words within which a mention in the right case may take part though the tree puts it elsewhere
PARTNER = frozenset({"with", "between", "ins", "arasında", "obj"})
CORE = frozenset({"subj", "poss", "mod", "inner", "speaker"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Entity keys of the actors and recipients of an event, whom the claim is attributed to, and how sure the choice is."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    source: str
    confidence: float


def roles_of(scene: Scene, sentence: Sentence, match: Match, frame: Frame, source: str) -> Roles | None:
    """Return the participants of a match, None where no actor can be found (or, in an agentless pattern, no recipient either)."""
    pattern, built = match.pattern, match.predicate
    actors = _fill(scene, sentence, built, pattern.actors, ACTING, every=not frame.directed)
    if "subj" in pattern.actors and (not actors or not frame.directed):
        actors = tuple(dict.fromkeys(_subject(scene, sentence, built) + actors))
    if "speaker" in pattern.actors and source and not actors:
        actors, source = (source,), ""
    types = ACTING | {EntityType.PLACE} if frame.place_as_recipient else ACTING
    recipients = tuple(key for key in _fill(scene, sentence, built, pattern.recipients, types, every=False) if key not in actors)
    confidence = FULL
    if not actors and not pattern.explicit:
        actors, recipients, confidence = _understood(scene, sentence, match, recipients, source)
    if not actors and not (recipients and pattern.agentless):
        return None
    if not frame.directed:
        actors = _company(scene, sentence, match, actors + recipients, source)
        return Roles(actors, (), source, confidence) if len(actors) >= frame.participants_needed else None
    if not recipients and pattern.recipients:
        recipients = _towards(scene, sentence, match, types, actors, source)
    if frame.recipient_needed and not recipients and confidence == FULL:  # one guess a claim, not two
        near, towards = nearest(scene, sentence, built, within=NEAR, both=False, without={*actors, source})
        recipients = near or towards
        confidence = GUESSED
    if frame.recipient_needed and not recipients:
        return None
    return Roles(actors, recipients, source, confidence)


def _company(scene: Scene, sentence: Sentence, match: Match, actors: tuple[str, ...], source: str) -> tuple[str, ...]:
    """Add to a lone participant of a mutual event the one that the sentence names with "with" or "between" near by."""
    slots = PARTNER.intersection(match.pattern.actors)
    if len(set(actors)) == 1 and slots:
        actors += by_form(scene, sentence, match.predicate, slots, ACTING, within=REACH)
    if len(set(actors)) == 1 and match.pattern.pair:
        near, towards = nearest(scene, sentence, match.predicate, within=NEAR, both=False, without={*actors, source})
        actors += near or towards
    return tuple(dict.fromkeys(actors))


def _fill(
    scene: Scene, sentence: Sentence, built: Predicate, slots: Sequence[str], types: frozenset[EntityType], *, every: bool
) -> tuple[str, ...]:
    """Return the entities in the slots: of all of them, or of the first that has any."""
    found: dict[str, None] = {}
    for slot in slots:
        for token in built.fillers(slot):
            found.update(dict.fromkeys(scene.entities_at(sentence, token, types=types)))
        if found and not every:
            break
    return tuple(found)


def _subject(scene: Scene, sentence: Sentence, built: Predicate) -> tuple[str, ...]:
    """Return the subject a clause shares with the one above it; in Turkish a genitive before a nominalised verb comes first."""
    tokens = built.fillers("understood")
    if not tokens:
        return ()
    if grammar(scene.language).genitive_subject and built.cluster[-1].feats.get("VerbForm") in {"Part", "Vnoun"}:
        found = by_form(scene, sentence, built, {"poss"}, ACTING, within=REACH)
        if found:
            return found
    return tuple(dict.fromkeys(key for token in tokens for key in scene.entities_at(sentence, token)))


def _towards(
    scene: Scene, sentence: Sentence, match: Match, types: frozenset[EntityType], actors: tuple[str, ...], source: str
) -> tuple[str, ...]:
    """Find a recipient that no slot names: a mention in the right form nearby, or at whom the same act was directed just before."""
    slots = {slot for slot in match.pattern.recipients if slot not in CORE}
    if "inner" in match.pattern.recipients:
        slots.add("poss")  # the genitive subject of a demanded act
    found = by_form(scene, sentence, match.predicate, slots, types, within=REACH)
    found = tuple(key for key in found if key not in (*actors, source))
    return found or scene.discourse.same_target(sentence.index, match.pattern.type, actors)


def _outsiders(scene: Scene, sentence: Sentence, built: Predicate) -> tuple[str, ...]:
    """Return who does something about the event and so need not take part in it: the subject of a full verb that has it as its object."""
    top = built.cluster[-1]
    if not top.head or top.deprel != "obj" or is_clause(top):
        return ()
    slots = predicate(sentence, sentence[top.head], scene.language)
    return tuple(key for token in slots.fillers("subj") for key in scene.entities_at(sentence, token))


def _understood(
    scene: Scene, sentence: Sentence, match: Match, recipients: tuple[str, ...], source: str
) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    """Find actors that no slot names: close by in the tree, from the last event of the type, or the dropped subject."""
    built = match.predicate
    hosts = _fill(scene, sentence, built, match.pattern.place, ACTING | {EntityType.PLACE}, every=True)
    if built.carrier.feats.get("Person") == "1" and scene.speaker:
        return (scene.speaker,), recipients, MEANT
    without = {source, *hosts, *recipients, *_outsiders(scene, sentence, built)}
    remembered = scene.discourse.same_event(sentence.index, match.pattern.type)
    for within in (CLOSE, NEAR):
        actors, towards = nearest(scene, sentence, built, within=within, both=not match.pattern.recipients, without=without)
        if actors:
            return actors, recipients or towards, MEANT
        if remembered and set(recipients or towards) <= {*remembered[0], *remembered[1]}:
            kept = recipients or remembered[1]
            return tuple(key for key in remembered[0] if key not in kept), kept, REMEMBERED
    if match.pattern.kind == "verbs" and grammar(scene.language).drops_subject:
        dropped = scene.discourse.subject(sentence.index)
        return tuple(key for key in dropped if key not in recipients), recipients, REMEMBERED
    return (), recipients, MEANT
