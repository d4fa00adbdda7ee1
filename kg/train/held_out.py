"""Judge each passage by a judge that has not seen it: what the learned part is worth in articles that are not in its training data."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kg.build import Reader
from kg.document import Document
from kg.explore.export import claims_record
from kg.train.judge import Example, learn
from kg.train.network import teach
from kg.train.passages import Passage

FOLDS = 5


def held_out(passages: Sequence[Passage], found: Sequence[Example], reader: Reader, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield the record of each passage as `kg extract` prints it, made by a judge trained on the other folds.

    Passages that share a `pair` are in one fold: what one language says the other must not give away.

    Args:
        passages: those to judge.
        found: the examples of these passages and of any others, which all folds learn from.
        reader: has read them.
        seed: of the draw of folds.
    """
    pairs = sorted({passage.pair for passage in passages})
    random.Random(seed).shuffle(pairs)  # noqa: S311 - reproducible, not secret
    folds = {pair: i % FOLDS for i, pair in enumerate(pairs)}
    fold_of = {passage.id: folds[passage.pair] for passage in passages}
    for fold in range(FOLDS):
        seen = [example for example in found if fold_of.get(example.passage) != fold]
        judge = replace(learn(seen), network=teach(seen))
        for passage in passages:
            if fold_of[passage.id] != fold:
                continue
            document = reader.document(passage.article)
            if isinstance(document, Document):
                yield claims_record(reader.facts_of(document, judge))
