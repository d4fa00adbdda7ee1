"""From an analysed article and its links to claims: each sentence against the event frames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.document import Document, Sentence, Token
from kg.extract.attribution import indirect, main_speaker, quoted, source_of
from kg.extract.discourse import Discourse
from kg.extract.factuality import factuality_of
from kg.extract.frames import Frames, Pattern, load_frames
from kg.extract.participants import ACTING, Scene, by_form, nearest, tree_distance
from kg.extract.syntax import VERBAL, Predicate, grammar, predicate
from kg.extract.temporal import TimeExpression, time_expressions, years
from kg.facts import Claim, Entity, EntityType, Evidence, Factuality, Link, TimeSpan
from kg.language import language_pack

FULL, MEANT, REMEMBERED = 0.9, 0.7, 0.5  # confidence: named in the clause, understood, taken from the last event of the type
CLOSE = 3  # arcs within which a mention outranks the participants of the last event of the type
NEAR = 6  # arcs from a predicate within which a mention may be its participant though no slot names it
PARTNER = frozenset({"with", "between", "ins", "arasında"})
WHERE = frozenset({EntityType.PLACE, EntityType.STATE})
CORE = frozenset({"subj", "poss", "mod", "inner", "speaker"})
REACH = 10  # words within which a mention in the right case may be the recipient though the tree puts it elsewhere
ONE_EVENT = 2  # arcs between two triggers that may speak of one event
NEIGHBOURS = {"before": -1, "after": 1}
FUTURE = frozenset({Factuality.PLANNED, Factuality.HYPOTHETICAL})


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that a word triggers."""

    pattern: Pattern
    predicate: Predicate


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
        speaker = main_speaker(scene, sentence)
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


def matches(sentence: Sentence, language: str, frames: Frames) -> list[Match]:
    """Return the patterns that fire in a sentence: for each word and type at most one, the most demanding first."""
    pack = language_pack(language)
    found = []
    for token in sentence.tokens:
        fitting: dict[str, Pattern] = {}
        built: Predicate | None = None
        for pattern in frames.candidates(language, pack.lower(token.lemma), pack.lower(token.text)):
            if not _kind_fits(pattern, token):
                continue
            built = built or predicate(sentence, token, language)
            if _dependents_fit(pattern, built, sentence, language):
                best = fitting.get(pattern.type)
                if best is None or len(pattern.need) > len(best.need):
                    fitting[pattern.type] = pattern
        demanding = max((len(pattern.need) for pattern in fitting.values()), default=0)
        found += [Match(pattern, built) for pattern in fitting.values() if built and len(pattern.need) == demanding]
    return found


def _kind_fits(pattern: Pattern, token: Token) -> bool:
    verbal = token.upos in VERBAL or bool(token.feats.get("VerbForm"))
    if pattern.kind == "verbs":
        return verbal
    return token.upos not in VERBAL or token.feats.get("VerbForm") in {"Vnoun", "Ger"} or token.deprel == "compound:lvc"


def _dependents_fit(pattern: Pattern, built: Predicate, sentence: Sentence, language: str) -> bool:
    lower = language_pack(language).lower

    def has(slot: str, lemmas: frozenset[str]) -> bool:
        if slot == "carrier":
            words = built.cluster[1:]
        elif slot == "child":
            words = tuple(child for token in built.cluster for child in sentence.children(token))
        elif slot in NEIGHBOURS:
            index = built.trigger.index + NEIGHBOURS[slot]
            words = (sentence[index],) if 1 <= index <= len(sentence.tokens) else ()
        elif slot == "head":
            head = built.cluster[-1].head
            words = (sentence[head],) if head else ()
        else:
            words = tuple(built.fillers(slot))
        return any(lower(word.lemma) in lemmas or lower(word.text) in lemmas or (lemmas == {"*"}) for word in words)

    return all(has(slot, lemmas) for slot, lemmas in pattern.need.items()) and not any(
        has(slot, lemmas) for slot, lemmas in pattern.block.items()
    )


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


def _claim(scene: Scene, sentence: Sentence, match: Match, times: Sequence[TimeExpression], frames: Frames, speaker: str) -> Claim | None:
    pattern, built = match.pattern, match.predicate
    frame = frames.by_type[pattern.type]
    source = _source(scene, sentence, built, speaker)
    actors = _fill(scene, sentence, built, pattern.actors, ACTING, every=not frame.directed)
    if "subj" in pattern.actors and (not actors or not frame.directed):
        actors = tuple(dict.fromkeys(_subject(scene, sentence, built) + actors))
    if "speaker" in pattern.actors and source and not actors:
        actors, source = (source,), ""
    types = ACTING | {EntityType.PLACE} if frame.place_as_recipient else ACTING
    recipients = tuple(key for key in _fill(scene, sentence, built, pattern.recipients, types, every=False) if key not in actors)
    confidence = FULL
    if not actors:
        actors, recipients, confidence = _understood(scene, sentence, match, recipients, source)
    if not actors and not (recipients and pattern.agentless):
        return None
    if (
        not frame.directed
        and len(actors) == 1
        and pattern.kind == "nouns"
        or not frame.directed
        and len(actors) == 1
        and "ins" in pattern.actors
    ):
        partners = by_form(scene, sentence, built, [slot for slot in pattern.actors if slot in PARTNER], types, within=REACH)
        actors = tuple(dict.fromkeys(actors + partners))
    if frame.directed and not recipients and pattern.recipients:
        recipients = _towards(scene, sentence, match, types, actors, source)
    if not frame.directed:
        actors, recipients = tuple(dict.fromkeys(actors + recipients)), ()
    factuality, type_ = pattern.factuality or factuality_of(sentence, built, scene.language), pattern.type
    if pattern.negated and factuality is Factuality.NEGATED:
        factuality, type_ = Factuality.OCCURRED, pattern.negated
    return Claim(
        f"c{built.trigger.start}-{type_.lower()}", type_, actors, recipients, factuality, _evidence(scene, sentence, built.trigger), pattern.rule,
        time=_time(scene, sentence, built, times, factuality), place=_place(scene, sentence, match, actors + recipients),
        agreement=_agreement(scene, sentence, built), source=source, confidence=confidence,
    )  # fmt: skip


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


def _understood(
    scene: Scene, sentence: Sentence, match: Match, recipients: tuple[str, ...], source: str
) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    """Find actors that no slot names: close by in the tree, from the last event of the type, or the dropped subject."""
    built = match.predicate
    hosts = _fill(scene, sentence, built, match.pattern.place, ACTING | {EntityType.PLACE}, every=True)
    if built.carrier.feats.get("Person") == "1" and scene.speaker:
        return (scene.speaker,), recipients, MEANT
    without = {source, *hosts, *recipients}
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


def _evidence(scene: Scene, sentence: Sentence, trigger: Token) -> Evidence:
    quote = scene.document.quote
    return Evidence(scene.document.article.id, sentence.start, sentence.end, quote(sentence.start, sentence.end), trigger.start, trigger.end,
                    quote(trigger.start, trigger.end), sentence.vector)  # fmt: skip


def _source(scene: Scene, sentence: Sentence, built: Predicate, speaker: str) -> str:
    found = source_of(scene, sentence, built.trigger, built.cluster)
    if found:
        return found
    if scene.quoted[built.trigger.start]:
        return speaker or scene.speaker
    return speaker if speaker and indirect(sentence, built.trigger, grammar(scene.language)) else ""


def _time(scene: Scene, sentence: Sentence, built: Predicate, times: Sequence[TimeExpression], factuality: Factuality) -> TimeSpan | None:
    """Choose the time expression nearest to the predicate in the tree, if it stands in the same clause."""
    article = scene.document.article
    best: tuple[int, int, TimeExpression] | None = None
    for expression in times:
        tokens = [t for t in sentence.tokens if t.start < expression.end and expression.start < t.end]
        steps = min((_steps(sentence, token, built) for token in tokens), default=99)
        rank = (steps, abs(expression.start - built.trigger.start), expression)
        if steps < 99 and (best is None or rank[:2] < best[:2]):
            best = rank
    if best is None:
        return None
    context = next(years(scene.document.quote(sentence.start, sentence.end)), None) or next(years(article.text), None)
    return best[2].resolve(article.published, future=factuality in FUTURE, year=context)


def _steps(sentence: Sentence, token: Token, built: Predicate) -> int:
    """Count the arcs from a word up to the predicate; 99 if it hangs in another clause."""
    inside = {t.index for t in built.cluster}
    steps, current = 0, token
    for head in (token, *sentence.ancestors(token)):
        if head.index in inside:
            return steps
        if head.upos in VERBAL and head.deprel not in {"amod", "acl", "compound"} and head.index != token.index:
            break
        steps, current = steps + 1, head
    # the clause that governs the predicate: "On Tuesday, X said it had met Y"
    above = {head.index for head in list(sentence.ancestors(built.cluster[-1]))[:2]}
    return steps + 5 if current.head in above or current.index in above else 99


def _place(scene: Scene, sentence: Sentence, match: Match, participants: tuple[str, ...]) -> str:
    """Choose where it happens: a place in one of the slots that say where, else the nearest phrase of that form."""
    table = grammar(scene.language).pack.section("place")
    for slot in dict.fromkeys((*match.pattern.place, *table.get("slots", ()))):
        for token in match.predicate.fillers(slot):
            for link in scene.linked(sentence, token):
                entity = scene.entities[link.entity]
                if entity.type is EntityType.PLACE or (entity.type is EntityType.STATE and link.entity not in participants):
                    return link.entity
    near = by_form(scene, sentence, match.predicate, table.get("forms", ()), WHERE, within=REACH)
    return next((key for key in near if key not in participants), "")


def _agreement(scene: Scene, sentence: Sentence, built: Predicate) -> str:
    subtree = {t.index for token in built.cluster for t in sentence.subtree(token)}
    for link in scene.links.get(sentence.index, ()):
        if scene.entities[link.entity].type is EntityType.AGREEMENT and any(
            t.index in subtree for t in sentence.tokens if t.start < link.mention.end and link.mention.start < t.end
        ):
            return link.entity
    return ""


def _about(sentence: Sentence, claims: list[Claim]) -> list[Claim]:
    """Link an act to the act it is about: the nearest trigger below it in the tree."""
    by_start = {claim.evidence.trigger_start: claim for claim in claims}
    heads = {t.start: t for t in sentence.tokens}
    about: dict[str, str] = {}
    for claim in claims:
        token = heads[claim.evidence.trigger_start]
        for above in sentence.ancestors(token):
            outer = by_start.get(above.start)
            if outer and outer.id != claim.id:
                about.setdefault(outer.id, claim.id)
                break
    return [replace(claim, about=about.get(claim.id, "")) for claim in claims]


def merged(sentence: Sentence, claims: list[Claim]) -> list[Claim]:
    """Keep one claim an event: of two of one type that stand close together in the tree and include each other's participants, the fuller."""
    words = {token.start: token for token in sentence.tokens}
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-len(c.participants), c.evidence.trigger_start)):
        here = words[claim.evidence.trigger_start]
        if not any(
            twin.type == claim.type
            and set(claim.participants) <= set(twin.participants)
            and (near := tree_distance(sentence, here, words[twin.evidence.trigger_start])) <= ONE_EVENT
            and (near == 1 or twin.factuality is claim.factuality)
            for twin in kept
        ):
            kept.append(claim)
    gone = {claim.id for claim in claims} - {claim.id for claim in kept}
    return sorted((replace(c, about="") if c.about in gone else c for c in kept), key=lambda c: c.evidence.trigger_start)


def _hear_subjects(scene: Scene, sentence: Sentence) -> None:
    for token in sentence.tokens:
        if token.deprel.startswith("nsubj"):
            scene.discourse.hear_subject(sentence.index, scene.entities_at(sentence, token))
