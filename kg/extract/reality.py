"""What the judge is told of how real a sentence says an event is: tense, mood and negation of its words and of those it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.document import Sentence, Token
from kg.extract.attribution import says
from kg.extract.circumstances import readings
from kg.extract.features import Proposal, in_contexts, plain
from kg.extract.participants import Scene
from kg.extract.temporal import TimeExpression
from kg.language import language_pack

HEIGHT = 4  # words above the event that may tell
BESIDE = 2  # words on either side of it that may
FORMS = ("Tense", "Mood", "Aspect", "VerbForm", "Polarity", "Evident", "Voice", "Case")
ASIDE = frozenset({"aux", "aux:q", "advmod", "mark", "neg", "det", "cop", "amod", "advmod:emph"})


def factuality_features(scene: Scene, sentence: Sentence, proposal: Proposal, times: Sequence[TimeExpression]) -> list[str]:
    """Describe how real an event is said to be; `times` are the time expressions of its sentence."""
    built, trigger = proposal.match.predicate, proposal.trigger
    lower = language_pack(scene.language).lower
    found = [
        f"kind={proposal.kind}&{plain(trigger)}",
        f"source={bool(proposal.source)}&{scene.quoted[trigger.start]}",
        f"speaker={bool(proposal.roles and proposal.roles.source and proposal.roles.source in proposal.roles.actors)}",
        f"times={'/'.join(sorted({time.meaning for time in times}))}",
        f"headline={sentence.tokens[-1].upos != 'PUNCT'}",
        f"earlier={proposal.earlier or '-'}&{proposal.kind}",
        *(f"when={side}" for side in sorted({_side(scene, time) for time in times})),
        *_forms("carrier", built.carrier),
        *_forms("trigger", trigger),
    ]
    for token in built.cluster:
        found += [f"word={lower(token.lemma)}", f"ending={lower(token.text)[-4:]}"]
        found += [f"child={lower(child.lemma)}" for child in sentence.children(token) if child.deprel in ASIDE]
    found += _above(scene, sentence, built.cluster[-1])
    for offset in range(1, BESIDE + 1):
        for index, side in ((trigger.index - offset, "before"), (trigger.index + offset, "after")):
            if 1 <= index <= len(sentence.tokens):
                found.append(f"{side}={lower(sentence[index].text)}")
    rule = f"rule={proposal.factuality}"
    return ["any", *in_contexts([rule, *found], (scene.language, rule)), f"{proposal.type}|{rule}|{proposal.kind}"]


def _side(scene: Scene, time: TimeExpression) -> str:
    """Tell on which side of the day of publication a time lies, whatever the event: `before`, `after`, else `about`."""
    spans = readings(scene, time)
    published = scene.document.article.published
    if published is None or not all(spans):
        return "unknown"
    today = published.isoformat()
    if all(span and span.end[: len(today)] < today[: len(span.end)] for span in spans):
        return "before"
    return "after" if all(span and span.begin[: len(today)] > today[: len(span.begin)] for span in spans) else "about"


def _forms(where: str, token: Token) -> Iterator[str]:
    yield f"{where}={'&'.join(token.feats.get(name, '-') for name in FORMS[:4])}"
    for name in FORMS:
        if name in token.feats:
            yield f"{where}:{name}={token.feats[name]}"


def _above(scene: Scene, sentence: Sentence, word: Token) -> Iterator[str]:
    """Describe the words that an event hangs on, each with its distance and the relation below it."""
    lower, below = language_pack(scene.language).lower, word
    for height, head in enumerate(list(sentence.ancestors(word))[:HEIGHT], 1):
        lemma = lower(head.lemma)
        yield f"above={lemma}"
        yield f"above{height}={lemma}&{plain(below)}"
        yield f"says{height}={says(scene, sentence, head)}&{plain(below)}"
        yield from _forms(f"above{height}", head)
        for child in sentence.children(head):
            if child.deprel in ASIDE:
                yield f"above{height}:child={lower(child.lemma)}"
        below = head
