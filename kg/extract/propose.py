"""Walk through an article and propose, sentence by sentence, the events it may tell of, with what was understood before each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.document import Document, Sentence
from kg.extract.attribution import indirect, main_speaker, quotation_speaker, quoted, source_of
from kg.extract.discourse import Discourse
from kg.extract.factuality import factuality_of
from kg.extract.features import NEXT, Proposal
from kg.extract.frames import Frames
from kg.extract.lexemes import lexical
from kg.extract.match import Fit, candidates
from kg.extract.participants import Scene
from kg.extract.roles import roles_of
from kg.extract.syntax import Predicate, grammar
from kg.facts import Entity, Link


def proposals(
    document: Document, links: Sequence[Link], entities: Mapping[str, Entity], frames: Frames
) -> Iterator[tuple[Scene, Sentence, list[Proposal]]]:
    """Yield for each sentence the scene as it stands there, and every candidate event, in text order."""
    document = lexical(document)
    by_sentence: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_sentence[link.mention.sentence].append(link)
    scene = Scene(document, entities, by_sentence, Discourse(entities))
    scene.quoted = quoted(document.article.text)
    for sentence in document.sentences:
        for link in by_sentence[sentence.index]:
            scene.discourse.hear_mention(sentence.index, link.entity)
        speaker = main_speaker(scene, sentence) or quotation_speaker(scene, sentence)
        scene.speaker = speaker or scene.speaker
        yield scene, sentence, _of_sentence(scene, sentence, frames, speaker)
        _hear_subjects(scene, sentence)
        if speaker:
            scene.discourse.hear_speaker(sentence.index, speaker)


def _of_sentence(scene: Scene, sentence: Sentence, frames: Frames, speaker: str) -> list[Proposal]:
    found = []
    subjects, around = scene.discourse.subject(sentence.index), _around(scene, sentence.index)
    for match in candidates(sentence, scene.language, frames):
        pattern, built = match.pattern, match.predicate
        frame, source = frames.by_type[pattern.type], _source(scene, sentence, built, speaker)
        roles = roles_of(scene, sentence, match, frame, source) if match.fit is Fit.WHOLE else None
        factuality = pattern.factuality or factuality_of(sentence, built, scene.language, present=frame.present)
        type_ = pattern.meant(factuality)
        before = scene.discourse.same_event(sentence.index, type_)
        earlier = scene.discourse.realities.get(type_, "")
        found.append(Proposal(match, roles, source, factuality, speaker or scene.speaker, subjects, before, around, earlier))
        if roles:
            scene.discourse.hear_claim(sentence.index, type_, roles.actors, roles.recipients, factuality)
    return found


def _around(scene: Scene, index: int) -> dict[str, int]:
    """Return whom the sentences around mention, each with how many sentences ago; `NEXT` for those that only the following one names."""
    lately = scene.discourse.lately(index)
    return lately | {link.entity: NEXT for link in scene.links.get(index + 1, ()) if link.entity not in lately}


def _source(scene: Scene, sentence: Sentence, built: Predicate, speaker: str) -> str:
    found = source_of(scene, sentence, built.trigger, built.cluster)
    if found:
        return found
    if scene.quoted[built.trigger.start]:
        return speaker or scene.speaker
    return speaker if speaker and indirect(sentence, built.trigger, grammar(scene.language)) else ""


def _hear_subjects(scene: Scene, sentence: Sentence) -> None:
    for token in sentence.tokens:
        if token.deprel.startswith("nsubj"):
            scene.discourse.hear_subject(sentence.index, scene.entities_at(sentence, token))
