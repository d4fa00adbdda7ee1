"""Score models on held-out test sets: treebanks from raw text by the CoNLL-2018 scorer (`udtools`), names on given tokens."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.annotate import SHIPPED, Annotator
from kg.names import spans
from kg.recognise import name_tags
from kg.train import prepare
from kg.train.recipe import read_recipe

METRICS = {"tokens": "Tokens", "sentences": "Sentences", "upos": "UPOS", "feats": "UFeats", "lemma": "Lemmas", "uas": "UAS", "las": "LAS"}
UNKNOWN = "<UNK>"


@dataclass(frozen=True, slots=True)
class Score:
    """One figure (F1 in percent) of one processor on one test file."""

    test: str
    metric: str
    f1: float


def check(name: str, *, data: Path, models: str = SHIPPED) -> Iterator[Score]:
    """Yield the scores of a recipe's models on its test sets.

    Args:
        name: a recipe.
        data: the folder that the recipe's file names start from.
        models: `kg` (shipped) or a folder in Stanza's layout.
    """
    recipe, annotator = read_recipe(name), Annotator(models)
    for entry in recipe.data.get("test", ()):
        yield from _treebank(annotator, recipe.language, entry, data)
    for entry in recipe.data.get("ner_test", ()):
        yield Score(Path(entry).name, "names", _names(annotator, prepare.language_of(entry), entry, data))


def _treebank(annotator: Annotator, language: str, entry: str, data: Path) -> Iterator[Score]:
    from stanza.models.common.utils import ud_scores

    blocks = prepare.read_blocks(data, [entry])
    gold = "".join("\n".join(block) + "\n\n" for block in blocks)
    text = prepare.running_text(blocks)
    document = annotator.pipeline(language)(text)
    for token in document.iter_tokens():
        if token.text == UNKNOWN:  # Stanza's stand-in for very long tokens, such as addresses of web pages
            token.text = token.words[0].text = text[token.start_char : token.end_char]
    scores: Any = ud_scores(io.StringIO(gold), io.StringIO(f"{document:C}\n\n"))
    for metric, key in METRICS.items():
        yield Score(Path(entry).name, metric, round(100 * scores[key].f1, 2))


def _names(annotator: Annotator, language: str, entry: str, data: Path) -> float:
    """Return the F1 of exact spans with type on a BIO file, its tokens given."""
    blocks = [[line.split("\t") for line in block] for block in prepare.read_blocks(data, [entry])]
    tags = name_tags(annotator.pipeline(language), [[row[0] for row in block] for block in blocks])
    right = found = there = 0
    for block, found_tags in zip(blocks, tags, strict=True):
        gold, system = spans([row[1] for row in block]), spans(found_tags)
        right, found, there = right + len(gold & system), found + len(system), there + len(gold)
    return round(200 * right / (found + there), 2) if found + there else 0.0
