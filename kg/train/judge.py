"""Learn the judge's weights (`kg.extract.judge`) from passages annotated with claims."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.build import Reader
from kg.document import Document, Sentence
from kg.errors import DataError
from kg.extract.circumstances import readings
from kg.extract.features import Proposal
from kg.extract.frames import Frames, load_frames
from kg.extract.judge import FACTUALITIES, ROLES, Judge, LogLinear, Sizes, capped
from kg.extract.match import Fit
from kg.extract.participants import Scene
from kg.extract.propose import proposals
from kg.extract.situation import Node, situation, times_in, trigger_node
from kg.language import fold
from kg.link.gazetteer import load_gazetteer
from kg.link.linker import link_mentions
from kg.train.passages import Passage

# Half of it times the weights' squares is added to the loss; found by cross-validation.
PENALTIES = {"event": 14.0, "role": 25.0, "place": 15.0, "time": 25.0, "source": 25.0, "factuality": 15.0}
THRESHOLD = 0.36  # where precision and recall are about even
SEEN = 2  # examples that a feature must occur in
LIGHT = 0.004  # weights smaller than this are not kept
SHARED = 5.0  # what the sizes of all types together count for in a type's own
BIAS = "any"
UNTAUGHT = 3.0  # for the first class, "no", where there is nothing to learn from
ITERATIONS = 50  # of the fit, at most
GOLD = 3  # written passages that a gold one counts for; found by cross-validation


Claim = Mapping[str, Any]
Lesson = tuple[Sequence[str], int]
Weighed = tuple[Sequence[str], int, int]
CLASSES = {
    "event": ("no", "yes"),
    "role": ROLES,
    "place": ("no", "yes"),
    "source": ("no", "yes"),
    "time": ("no", "yes"),
    "factuality": FACTUALITIES,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate event: its passage and type, whether it is an event, and what is to be learned from it.

    `nodes` are what the judge is asked about, the trigger first, and `answers` (with them) the right classes by question; a question
    without an answer teaches nothing. Each counts `weight` times.
    """

    passage: str
    type: str
    right: bool
    nodes: Sequence[Node]
    answers: Sequence[Mapping[str, int]]
    sizes: Sizes = (0, 0)
    weight: int = 1

    def without(self, question: str) -> Example:
        """Return the example with nothing to learn for one of the questions."""
        return replace(self, answers=[{key: value for key, value in answer.items() if key != question} for answer in self.answers])

    def lessons(self, question: str) -> list[Lesson]:
        """Return the features and the class of every node that has an answer to a question."""
        return [
            (node.features(question), answer[question]) for node, answer in zip(self.nodes, self.answers, strict=True) if question in answer
        ]


def examples(passages: Iterable[Passage], reader: Reader) -> Iterator[Example]:
    """Yield the candidates of annotated passages.

    Raises:
        DataError: a passage that cannot be read.
    """
    frames, gazetteer = load_frames(), load_gazetteer()
    for passage in passages:
        document = reader.document(passage.article)
        if not isinstance(document, Document):
            raise DataError(f"{passage.id}: {document}")
        links, entities = link_mentions(document, gazetteer)
        names = {
            key: {fold(name) for name in (key.split("/")[-1], *entity.names, *dict(entity.labels).values())}
            for key, entity in entities.items()
        }
        found = [
            _candidate(scene, sentence, proposal, proposed, frames)
            for scene, sentence, proposed in proposals(document, links, entities, frames)
            for proposal in proposed
        ]
        claims = _matched(found, passage.claims)
        yield from (_example(passage.id, candidate, claims.get(i), names, frames) for i, candidate in enumerate(found))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A candidate with everything that the judge would see of it; the scene has moved on when the claims are matched.

    `meanings` has what each time expression may mean, in ISO 8601.
    """

    proposal: Proposal
    sentence: Sentence
    trigger: Node
    others: list[Node]
    meanings: list[set[str]]

    @property
    def type(self) -> str:
        return self.proposal.type

    def covers(self, claim: Claim) -> bool:
        return bool(claim["start"] < self.proposal.trigger.end and self.proposal.trigger.start < claim["end"])

    def beside(self, claim: Claim) -> bool:
        return bool(self.sentence.start <= claim["start"] < self.sentence.end)

    def rank(self, claim: Claim) -> tuple[bool, bool, int]:
        """Sort first what the rules make a claim of, and what stands nearest."""
        fits = self.proposal.match.fit is Fit.WHOLE
        away = abs(self.proposal.trigger.start - claim["start"]) if "start" in claim else 0
        return not (fits and self.proposal.roles), not fits, away


def _candidate(scene: Scene, sentence: Sentence, proposal: Proposal, proposed: Sequence[Proposal], frames: Frames) -> _Candidate:
    times = times_in(scene, sentence)
    meanings = [{span.iso() for span in readings(scene, expression) if span} for expression in times]
    trigger = trigger_node(scene, sentence, proposal, proposed)
    others = list(situation(scene, sentence, proposal, proposed, times, frames.by_type[proposal.type]))
    return _Candidate(proposal, sentence, trigger, others, meanings)


def _matched(found: Sequence[_Candidate], claims: Sequence[Claim]) -> dict[int, Claim]:
    """Give each claim a candidate of its type: the one on its trigger, else the best in its sentence."""
    taken: dict[int, Claim] = {}
    for stands in (_Candidate.covers, _Candidate.beside):
        for claim in claims:
            if any(claim is known for known in taken.values()):
                continue
            fitting = [
                i
                for i, candidate in enumerate(found)
                if i not in taken and candidate.type == claim["type"] and ("start" not in claim or stands(candidate, claim))
            ]
            if fitting:
                taken[min(fitting, key=lambda i: found[i].rank(claim))] = claim
    return taken


def _example(passage: str, candidate: _Candidate, claim: Claim | None, names: Mapping[str, set[str]], frames: Frames) -> Example:
    if claim is None:
        return Example(passage, candidate.type, False, [candidate.trigger], [{"event": 0}])
    actors, recipients = ({fold(name) for name in claim.get(side) or ()} for side in ("actors", "recipients"))
    if not frames.by_type[candidate.type].directed:
        actors, recipients = actors | recipients, set()
    moments = iter(_moments(candidate.meanings, claim))
    answers: list[dict[str, int]] = [{"event": 1}]
    for node in candidate.others:
        known: set[str] = names.get(node.key, set())
        right: dict[str, int] = {}
        if "role" in node.asked:
            right["role"] = 0 if known & actors else 1 if known & recipients else 2
        for question in ("place", "source"):
            if question in node.asked and question in claim:
                right[question] = int(fold(claim[question] or "") in known)
        if "time" in node.asked and (label := next(moments, None)) is not None:
            right["time"] = label
        if "factuality" in node.asked and claim.get("factuality") in FACTUALITIES:
            right["factuality"] = FACTUALITIES.index(claim["factuality"])
        answers.append(right)
    return Example(passage, candidate.type, True, [candidate.trigger, *candidate.others], answers, (len(actors), len(recipients)))


def _moments(meanings: Sequence[set[str]], claim: Claim) -> list[int]:
    """Tell of each time expression whether the annotator means it; nothing if none is understood as they did."""
    when = claim.get("time") or ""
    found = [int(any(when and (when.startswith(iso) or iso.startswith(when)) for iso in meant)) for meant in meanings]
    return found if "time" in claim and (any(found) or not when) else []


def learn(found: Sequence[Example], threshold: float = THRESHOLD) -> Judge:
    """Fit the log-linear models and count the sizes; the same examples give the same judge."""
    models = {}
    for name, classes in CLASSES.items():
        lessons = [(*lesson, example.weight) for example in found for lesson in example.lessons(name)]
        models[name] = LogLinear(classes, fit(lessons, len(classes), PENALTIES[name]))
    return Judge(models, _sizes(found), threshold)


def _sizes(found: Sequence[Example]) -> dict[str, dict[Sizes, float]]:
    """Return log-probabilities of (actors, recipients) by type, smoothed with all types' together."""
    by_type: dict[str, Counter[Sizes]] = defaultdict(Counter)
    for example in found:
        by_type[example.type]  # a type without a claim still has a row
        if example.right:
            by_type[example.type][capped(example.sizes)] += 1
    together = sum(by_type.values(), Counter[Sizes]())
    every, rest = max(1, together.total()), 0.05
    return {
        type_: {size: math.log((own[size] + SHARED * together[size] / every + rest) / (own.total() + SHARED)) for size in sorted(together)}
        for type_, own in by_type.items()
    }


def fit(lessons: Sequence[Weighed], classes: int, penalty: float) -> dict[str, list[float]]:
    """Fit a multinomial logistic regression with a quadratic penalty on all weights but the bias's."""
    import torch

    if not lessons:
        return {BIAS: [UNTAUGHT, *[0.0] * (classes - 1)]}
    rows, labels, counted = zip(*lessons, strict=True)
    counts = Counter[str]()
    for row, _, weight in lessons:
        counts.update(dict.fromkeys(row, weight))
    index = {feature: i for i, feature in enumerate(sorted(f for f, count in counts.items() if count >= SEEN))}
    cells = torch.tensor([(i, index[feature]) for i, row in enumerate(rows) for feature in row if feature in index]).T
    table = torch.sparse_coo_tensor(cells, torch.ones(cells.shape[1]), (len(rows), len(index)), check_invariants=True).coalesce()
    turned = table.t().coalesce()
    target, mass = torch.nn.functional.one_hot(torch.tensor(labels), classes).float(), torch.tensor(counted)[:, None].float()
    penalties = torch.full((len(index), 1), penalty)
    penalties[index[BIAS]] = 0
    weights = torch.zeros(len(index), classes)
    optimizer = torch.optim.LBFGS([weights], max_iter=ITERATIONS, history_size=20, line_search_fn="strong_wolfe", tolerance_grad=1e-3)

    def loss() -> torch.Tensor:
        chances = torch.log_softmax(torch.sparse.mm(table, weights), 1)
        weights.grad = torch.sparse.mm(turned, mass * (chances.exp() - target)) + penalties * weights
        return -(mass * target * chances).sum() + (penalties * weights.square()).sum() / 2

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    values = weights.tolist()
    return {feature: values[i] for feature, i in index.items() if max(map(abs, values[i])) > LIGHT}
