"""From an analysed article and its links to claims: each sentence against the event frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.document import Document, Sentence, Token
from kg.extract.circumstances import agreement_of, nearest_time, resolved
from kg.extract.features import Proposal
from kg.extract.frames import Frames, load_frames
from kg.extract.judge import FACTUALITIES, PLACE, SOURCE, TIME, Answers, Judge, likeliest
from kg.extract.participants import Scene, tree_distance
from kg.extract.propose import proposals
from kg.extract.roles import Roles
from kg.extract.situation import Node, hint, situation, times_in, trigger_node
from kg.extract.temporal import TimeExpression
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
        found = _judged(scene, sentence, proposed, frames, judge) if judge else _ruled(scene, sentence, proposed)
        claims += merged(sentence, _about(sentence, [_claim(scene, sentence, decision) for decision in found]))
    return claims


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate taken for an event; `place` is an entity key, empty for nowhere."""

    proposal: Proposal
    roles: Roles
    place: str
    time: TimeExpression | None
    factuality: Factuality


def _ruled(scene: Scene, sentence: Sentence, proposed: Sequence[Proposal]) -> Iterator[Decision]:
    taken = [(proposal, proposal.roles) for proposal in proposed if proposal.roles]
    times = times_in(scene, sentence) if taken else []
    for proposal, roles in taken:
        denied = proposal.factuality is Factuality.NEGATED and roles.source in roles.actors  # "says it will never do so"
        factuality = Factuality.DENIED if denied else proposal.factuality
        time = nearest_time(sentence, proposal.match.predicate, times)
        yield Decision(proposal, roles, hint(scene, sentence, proposal), time, factuality)


def _judged(scene: Scene, sentence: Sentence, proposed: Sequence[Proposal], frames: Frames, judge: Judge) -> Iterator[Decision]:
    triggers = [trigger_node(scene, sentence, proposal, proposed) for proposal in proposed]
    chances = judge.events([proposal.type for proposal in proposed], triggers)
    taken = [found for found in zip(proposed, triggers, chances, strict=True) if found[2] >= judge.threshold]
    times = times_in(scene, sentence) if taken else []
    for proposal, trigger, chance in taken:
        frame = frames.by_type[proposal.type]
        nodes = list(situation(scene, sentence, proposal, proposed, times, frame))
        answers = judge.others(proposal.type, trigger, nodes)
        cast = _by_key(nodes, answers, "role")
        acting = [key for key in cast if scene.entities[key].type in ACTING]
        found = judge.assign(frame.type, cast, directed=frame.directed, acting=acting)
        if found:
            place = likeliest(_yes(nodes, answers, "place"), PLACE) or ""
            source = likeliest(_yes(nodes, answers, "source"), SOURCE) or ""
            when = likeliest(dict(enumerate(answer["time"][1] for answer in answers if "time" in answer)), TIME)
            real = answers[-1]["factuality"]
            factuality = Factuality(FACTUALITIES[max(range(len(real)), key=real.__getitem__)])
            roles = Roles(found.actors, found.recipients, source, round(chance, 2))
            yield Decision(proposal, roles, place, None if when is None else times[when], factuality)


def _by_key(nodes: Sequence[Node], answers: Sequence[Answers], question: str) -> dict[str, Sequence[float]]:
    return {node.key: answer[question] for node, answer in zip(nodes, answers, strict=True) if question in answer}


def _yes(nodes: Sequence[Node], answers: Sequence[Answers], question: str) -> dict[str, float]:
    return {key: chances[1] for key, chances in _by_key(nodes, answers, question).items()}


def _claim(scene: Scene, sentence: Sentence, decision: Decision) -> Claim:
    proposal, roles = decision.proposal, decision.roles
    pattern, built = proposal.match.pattern, proposal.match.predicate
    factuality, type_ = decision.factuality, proposal.type
    if type_ != pattern.type and factuality in {Factuality.NEGATED, Factuality.DENIED}:  # the refusal itself took place
        factuality = Factuality.OCCURRED
    return Claim(
        id=f"c{built.trigger.start}-{type_.lower()}",
        type=type_,
        actors=roles.actors,
        recipients=roles.recipients,
        factuality=factuality,
        evidence=_evidence(scene, sentence, built.trigger),
        rule=pattern.rule,
        time=resolved(scene, decision.time, factuality) if decision.time else None,
        place=decision.place,
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
