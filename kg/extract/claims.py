"""From an analysed article and its links to claims: each sentence against the event frames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.document import Document, Sentence, Token
from kg.extract.attribution import indirect, main_speaker, quotation_speaker, quoted, source_of
from kg.extract.circumstances import agreement_of, place_of, time_of
from kg.extract.discourse import Discourse
from kg.extract.factuality import factuality_of
from kg.extract.frames import Frames, load_frames
from kg.extract.match import Match, matches
from kg.extract.participants import Scene, tree_distance
from kg.extract.roles import roles_of
from kg.extract.syntax import Predicate, grammar
from kg.extract.temporal import TimeExpression, time_expressions
from kg.facts import Claim, Entity, Evidence, Factuality, Link

ONE_EVENT = 1  # arcs between two triggers that may speak of one event


def extract_claims(document: Document, links: Sequence[Link], entities: Mapping[str, Entity], frames: Frames | None = None) -> list[Claim]:
    """Return the claims of an article, in text order.

    Args:
        document: the analysed article.
        links: its linked mentions.
        entities: every entity that a link names, by key.
        frames: the event frames; those of `ontology/events/` by default.
    """
    frames = frames or load_frames()
    by_sentence: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_sentence[link.mention.sentence].append(link)
    scene = Scene(document, entities, by_sentence, Discourse(entities))
    scene.quoted = quoted(document.article.text)
    claims: list[Claim] = []
    for sentence in document.sentences:
        for link in by_sentence[sentence.index]:
            scene.discourse.hear_mention(sentence.index, link.entity)
        speaker = main_speaker(scene, sentence) or quotation_speaker(scene, sentence)
        scene.speaker = speaker or scene.speaker
        claims += _of_sentence(scene, sentence, frames, speaker)
        _hear_subjects(scene, sentence)
    return claims


def _of_sentence(scene: Scene, sentence: Sentence, frames: Frames, speaker: str) -> list[Claim]:
    found: list[Claim] = []
    times = time_expressions(scene.document.quote(sentence.start, sentence.end), scene.language, sentence.start)
    for match in matches(sentence, scene.language, frames):
        claim = _claim(scene, sentence, match, times, frames, speaker)
        if claim:
            found.append(claim)
            scene.discourse.hear_claim(sentence.index, claim.type, claim.actors, claim.recipients)
    return merged(sentence, _about(sentence, found))


def _claim(scene: Scene, sentence: Sentence, match: Match, times: Sequence[TimeExpression], frames: Frames, speaker: str) -> Claim | None:
    pattern, built = match.pattern, match.predicate
    frame = frames.by_type[pattern.type]
    roles = roles_of(scene, sentence, match, frame, _source(scene, sentence, built, speaker))
    if roles is None:
        return None
    factuality, type_ = pattern.factuality or factuality_of(sentence, built, scene.language, present=frame.present), pattern.type
    if factuality is Factuality.NEGATED and roles.source in roles.actors:
        factuality = Factuality.DENIED  # "says it will never do so"
    if pattern.negated and factuality is Factuality.NEGATED:
        factuality, type_ = Factuality.OCCURRED, pattern.negated
    return Claim(
        id=f"c{built.trigger.start}-{type_.lower()}",
        type=type_,
        actors=roles.actors,
        recipients=roles.recipients,
        factuality=factuality,
        evidence=_evidence(scene, sentence, built.trigger),
        rule=pattern.rule,
        time=time_of(scene, sentence, built, times, factuality),
        place=place_of(scene, sentence, match, roles.actors + roles.recipients),
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


def _source(scene: Scene, sentence: Sentence, built: Predicate, speaker: str) -> str:
    found = source_of(scene, sentence, built.trigger, built.cluster)
    if found:
        return found
    if scene.quoted[built.trigger.start]:
        return speaker or scene.speaker
    return speaker if speaker and indirect(sentence, built.trigger, grammar(scene.language)) else ""


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


def _hear_subjects(scene: Scene, sentence: Sentence) -> None:
    for token in sentence.tokens:
        if token.deprel.startswith("nsubj"):
            scene.discourse.hear_subject(sentence.index, scene.entities_at(sentence, token))
