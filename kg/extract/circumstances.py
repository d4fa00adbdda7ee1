"""When and where an event takes place, and which agreement it is about."""

from __future__ import annotations

from collections.abc import Sequence

from kg.document import Sentence, Token
from kg.extract.dates import Anchor
from kg.extract.match import Match
from kg.extract.participants import Scene, by_form
from kg.extract.syntax import VERBAL, Predicate, grammar
from kg.extract.temporal import TimeExpression, years
from kg.facts import EntityType, Factuality, TimeSpan

REACH = 10  # words within which a phrase in the right form may say where
FAR = 99  # more arcs than any clause has
ASIDE = frozenset({"acl", "advcl", "nmod", "obl"})  # what hangs so on another clause has a time of its own, or none
FUTURE = frozenset({Factuality.PLANNED, Factuality.HYPOTHETICAL})
STRUCK = frozenset({EntityType.PLACE})
WHERE = STRUCK | {EntityType.STATE}


def nearest_time(sentence: Sentence, built: Predicate, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """Choose the time expression nearest to the predicate in the tree, if it stands in the same clause."""
    best: tuple[int, int, TimeExpression] | None = None
    for expression in times:
        tokens = sentence.covering(expression.start, expression.end)
        steps = min((_steps(sentence, token, built) for token in tokens), default=FAR)
        rank = (steps, abs(expression.start - built.trigger.start), expression)
        if steps < FAR and (best is None or rank[:2] < best[:2]):
            best = rank
    return best[2] if best else None


def resolved(scene: Scene, expression: TimeExpression, factuality: Factuality) -> TimeSpan | None:
    """Return what a time expression means for an event; without a date of publication, the last year named before it helps."""
    article, year = scene.document.article, None
    if article.published is None:
        before = list(years(article.text[: expression.start]))
        year = before[-1] if before else next(years(article.text), None)
    return expression.resolve(Anchor(article.published, factuality in FUTURE, year))


def readings(scene: Scene, expression: TimeExpression) -> list[TimeSpan | None]:
    """Return what a time expression means of an event that took place, and of one to come."""
    return [resolved(scene, expression, factuality) for factuality in (Factuality.OCCURRED, Factuality.PLANNED)]


def _steps(sentence: Sentence, token: Token, built: Predicate) -> int:
    """Count the arcs from a word up to the predicate; FAR if it hangs in another clause."""
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
    last = built.cluster[-1]
    if last.deprel.split(":")[0] in ASIDE:
        return FAR
    return steps + 5 if current.head in above or current.index in above else FAR


def place_of(scene: Scene, sentence: Sentence, match: Match, participants: tuple[str, ...]) -> str:
    """Choose where it happens: a place in one of the slots that say where, else the nearest phrase of that form."""
    table = grammar(scene.language).pack.section("place")
    slots = [(slot, WHERE) for slot in dict.fromkeys((*match.pattern.place, *table.get("slots", ())))]
    slots += [(slot, STRUCK) for slot in match.pattern.recipients]  # what is struck or seized may be a place
    for slot, types in slots:
        for token in match.predicate.fillers(slot):
            for link in scene.linked(sentence, token):
                type_ = scene.entities[link.entity].type
                if type_ in types and (type_ is EntityType.PLACE or link.entity not in participants):
                    return link.entity
    near = by_form(scene, sentence, match.predicate, table.get("forms", ()), WHERE, within=REACH)
    return next((key for key in near if key not in participants), "")


def agreement_of(scene: Scene, sentence: Sentence, built: Predicate) -> str:
    """Return the agreement named below a predicate, empty if none."""
    subtree = {t.index for token in built.cluster for t in sentence.subtree(token)}
    for link in scene.links.get(sentence.index, ()):
        if scene.entities[link.entity].type is EntityType.AGREEMENT and any(
            t.index in subtree for t in sentence.covering(link.mention.start, link.mention.end)
        ):
            return link.entity
    return ""
