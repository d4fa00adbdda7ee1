"""From an analysed article and its links to claims: each sentence against the event frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.document import Document, Sentence, Token
from kg.extract.cast import participants, place_features
from kg.extract.circumstances import agreement_of, place_of, time_of
from kg.extract.features import Proposal, event_features
from kg.extract.frames import Frames, load_frames
from kg.extract.judge import Judge
from kg.extract.participants import Scene, tree_distance
from kg.extract.propose import proposals
from kg.extract.roles import Roles
from kg.extract.temporal import TimeExpression, time_expressions
from kg.facts import ACTING, Claim, Entity, Evidence, Factuality, Link

ONE_EVENT = 1  # arcs between two triggers that may speak of one event


def extract_claims(
    document: Document,
    links: Sequence[Link],
    entities: Mapping[str, Entity],
    frames: Frames | None = None,
    judge: Judge | None = None,
) -> list[Claim]:
    """Return the claims of an article, in text order.

    Args:
        document: the analysed article.
        links: its linked mentions.
        entities: every entity that a link names, by key.
        frames: the event frames; those of `ontology/events/` by default.
        judge: who decides which candidates are events and who takes part; the rules of the frames alone where there is none.
    """
    frames = frames or load_frames()
    claims: list[Claim] = []
    for scene, sentence, proposed in proposals(document, links, entities, frames):
        if judge:
            found = list(_judged(scene, sentence, proposed, frames, judge))
        else:
            found = [Decision(proposal, proposal.roles) for proposal in proposed if proposal.roles]
        if found:
            times = time_expressions(document.quote(sentence.start, sentence.end), scene.language, sentence.start)
            claims += merged(sentence, _about(sentence, [_claim(scene, sentence, decision, times) for decision in found]))
    return claims


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate taken for an event; `place` is an entity key, empty for nowhere, None to go by the rules."""

    proposal: Proposal
    roles: Roles
    place: str | None = None


def _judged(scene: Scene, sentence: Sentence, proposed: Sequence[Proposal], frames: Frames, judge: Judge) -> Iterator[Decision]:
    for proposal in proposed:
        chance = judge.event(event_features(scene, sentence, proposal, proposed))
        if chance < judge.threshold:
            continue
        frame = frames.by_type[proposal.match.pattern.type]
        cast = dict(participants(scene, sentence, proposal, frame))
        acting = [key for key in cast if scene.entities[key].type in ACTING]
        found = judge.assign(frame.type, cast, directed=frame.directed, acting=acting)
        if found:
            source = proposal.roles.source if proposal.roles else proposal.source
            place = judge.place(place_features(scene, sentence, proposal, hint(scene, sentence, proposal)))
            yield Decision(proposal, Roles(found.actors, found.recipients, source, round(chance, 2)), place)


def hint(scene: Scene, sentence: Sentence, proposal: Proposal) -> str:
    """Return where an event takes place by the rules."""
    roles = proposal.roles
    return place_of(scene, sentence, proposal.match, roles.actors + roles.recipients if roles else ())


def _claim(scene: Scene, sentence: Sentence, decision: Decision, times: Sequence[TimeExpression]) -> Claim:
    proposal, roles = decision.proposal, decision.roles
    pattern, built = proposal.match.pattern, proposal.match.predicate
    factuality, type_ = proposal.factuality, pattern.type
    if factuality is Factuality.NEGATED and roles.source in roles.actors:
        factuality = Factuality.DENIED  # "says it will never do so"
    if pattern.negated and factuality is Factuality.NEGATED:
        factuality, type_ = Factuality.OCCURRED, pattern.negated
    where = place_of(scene, sentence, proposal.match, roles.actors + roles.recipients) if decision.place is None else decision.place
    return Claim(
        id=f"c{built.trigger.start}-{type_.lower()}",
        type=type_,
        actors=roles.actors,
        recipients=roles.recipients,
        factuality=factuality,
        evidence=_evidence(scene, sentence, built.trigger),
        rule=pattern.rule,
        time=time_of(scene, sentence, built, times, factuality),
        place=where,
        agreement=agreement_of(scene, sentence, built),
        source=roles.source,
        confidence=roles.confidence,
    )


def _evidence(scene: Scene, sentence: Sentence, trigger: Token) -> Evidence:
    quote = scene.document.quote
    return Evidence(
        article=scene.document.article.id,
        start=sentence.start,
        end=sentence.end,
        quote=quote(sentence.start, sentence.end),
        trigger_start=trigger.start,
        trigger_end=trigger.end,
        trigger=quote(trigger.start, trigger.end),
        vector=sentence.vector,
    )


def _about(sentence: Sentence, claims: list[Claim]) -> list[Claim]:
    """Link an act to the act it is about: the nearest trigger below it in the tree."""
    by_start = {claim.evidence.trigger_start: claim for claim in claims}
    heads = {t.start: t for t in sentence.tokens}
    about: dict[str, str] = {}
    for claim in claims:
        token = heads[claim.evidence.trigger_start]
        for above in sentence.ancestors(token):
            outer = by_start.get(above.start)
            if token.deprel == "conj":  # a coordinated act stands beside the other, not within it
                break
            if outer and outer.id != claim.id:
                about.setdefault(outer.id, claim.id)
                break
            token = above
    return [replace(claim, about=about.get(claim.id, "")) for claim in claims]


def merged(sentence: Sentence, claims: list[Claim]) -> list[Claim]:
    """Keep one claim an event: of two of a type, next to each other in the tree and with the same participants, the fuller one."""
    words = {token.start: token for token in sentence.tokens}
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-len(c.participants), c.evidence.trigger_start)):
        here = words[claim.evidence.trigger_start]
        if not any(
            twin.type == claim.type
            and set(claim.participants) <= set(twin.participants)
            and tree_distance(sentence, here, words[twin.evidence.trigger_start]) <= ONE_EVENT
            for twin in kept
        ):
            kept.append(claim)
    gone = {claim.id for claim in claims} - {claim.id for claim in kept}
    return sorted((replace(c, about="") if c.about in gone else c for c in kept), key=lambda c: c.evidence.trigger_start)
