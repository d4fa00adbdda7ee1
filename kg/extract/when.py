"""What the judge is told of a time expression that may say when an event takes place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.document import Sentence, Token
from kg.extract.attribution import reporting_words
from kg.extract.cast import path_between
from kg.extract.circumstances import nearest_time
from kg.extract.features import Proposal, bucket, in_contexts, plain
from kg.extract.match import Fit
from kg.extract.participants import Scene, tree_distance
from kg.extract.syntax import COMMAS, VERBAL
from kg.extract.temporal import TimeExpression
from kg.language import language_pack

WINDOW = 80  # characters around an expression, for the word before and after it


def time_features(
    scene: Scene, sentence: Sentence, proposal: Proposal, others: Sequence[Proposal], times: Sequence[TimeExpression]
) -> list[list[str]]:
    """Describe each time expression of a sentence as the time of an event; `others` are all events that it may tell of."""
    chosen = nearest_time(sentence, proposal.match.predicate, times)
    rivals = [other.trigger for other in others if other.match.fit is Fit.WHOLE]
    described = []
    for expression in times:
        found = [
            "any",
            f"hint={expression is chosen}",
            f"hint={expression is chosen}&{len(times) == 1}&{proposal.factuality}",
            f"times={min(3, len(times))}",
            f"means={expression.meaning}",
            f"means={expression.meaning}&{proposal.factuality}",
            f"factuality={proposal.factuality}",
            f"quoted={scene.quoted[expression.start]}&{scene.quoted[proposal.trigger.start]}",
            f"case={proposal.trigger.feats.get('Case', '-')}",
            f"relation={plain(proposal.trigger)}",
            *_around(scene, expression),
            *_stands(scene, sentence, proposal.trigger, rivals, expression),
        ]
        contexts = (scene.language, proposal.kind, f"hint={expression is chosen}")
        described.append([*in_contexts(found, contexts), f"{proposal.type}|hint={expression is chosen}"])
    return described


def _around(scene: Scene, expression: TimeExpression) -> Iterator[str]:
    """Yield the words before and after an expression ("*until* May", "Eylüle *kadar*"), and its ending."""
    lower, text = language_pack(scene.language).lower, scene.document.article.text
    before, after = text[max(0, expression.start - WINDOW) : expression.start], text[expression.end : expression.end + WINDOW]
    yield f"before={lower(''.join(before.split()[-1:]))}"
    yield f"after={lower(''.join(after.split()[:1])).strip('.')}"
    yield f"ending={lower(expression.text)[-3:]}"
    yield f"opens={before.rstrip()[-1:] in {'.', '?', '!', ''}}"


def _stands(scene: Scene, sentence: Sentence, trigger: Token, rivals: Sequence[Token], expression: TimeExpression) -> Iterator[str]:
    """Describe where an expression stands to the trigger, and whether another event or a verb of saying is nearer."""
    words = sentence.covering(expression.start, expression.end)
    if not words:
        return
    word = min(words, key=lambda token: tree_distance(sentence, token, trigger))
    steps, away = tree_distance(sentence, word, trigger), abs(word.index - trigger.index)
    up, down = path_between(sentence, trigger, word)
    nearer = [token for token in rivals if token.index != trigger.index]
    side = "left" if word.index < trigger.index else "right"
    between = sentence.between(word, trigger)
    yield f"steps={bucket(steps)}"
    yield f"words={bucket(away)}"
    yield f"side={side}"
    yield f"path={'/'.join(up[:3])}>{'/'.join(down[:3])}"
    yield f"up={'/'.join(up[:3])}"
    yield f"last={''.join(down[-1:])}"
    yield f"nearer={any(tree_distance(sentence, word, token) < steps for token in nearer)}"
    yield f"closer={any(abs(word.index - token.index) < away for token in nearer)}"
    yield f"between={min(2, sum(token in between for token in nearer))}&{side}"
    yield f"verbs={min(2, sum(token.upos in VERBAL for token in between))}&{side}"
    yield f"commas={min(2, sum(token.text in COMMAS for token in between))}&{side}"
    governor = next((head for head in sentence.ancestors(word) if head not in words), None)
    if governor:
        lemma = language_pack(scene.language).lower(governor.lemma)
        own = "trigger" if governor.index == trigger.index else "says" if lemma in reporting_words(scene.language) else governor.upos
        yield f"governor={own}"
        yield f"governed={plain(governor)}&{own}"
        yield f"governor={own}&{plain(trigger)}&{trigger.upos}"
        yield f"governor={lemma}"
