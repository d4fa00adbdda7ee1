"""Ask Stanza's name recogniser as ours was trained: for words, which find their vectors by their stems.

A model of Stanza's own has neither our vectors nor our types: its words find theirs as Stanza does, and its types are mapped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from kg.resources import models_dir, read_toml

NAMES = "ner"  # Stanza's processor
APOSTROPHE = re.compile("['’]")
UNKNOWN = "<UNK>"


def name_tags(pipeline: Any, sentences: list[list[str]]) -> list[list[str]]:
    """Return a name tag for each word of each sentence.

    Stanza's pipeline hands its recogniser tokens ("Turkey's"), which those that were trained on words ("Turkey", "'s") get wrong,
    and puts the tag on both (stanfordnlp/stanza issue 999).
    """
    from stanza.models.common.doc import Document as StanzaDocument

    if not sentences:
        return []
    words = StanzaDocument([[{"id": i, "text": word} for i, word in enumerate(sentence, 1)] for sentence in sentences])
    return [[name_tag(token.ner) for token in sentence.tokens] for sentence in pipeline.process(words, processors=NAMES).sentences]


def find_by_stems(pipeline: Any) -> None:
    """Let the recogniser of a pipeline look words up as in its training."""
    for trainer in pipeline.processors[NAMES].trainers:
        if "word" in trainer.vocab:
            trainer.vocab["word"].unit2id = partial(number_of, trainer.vocab["word"])


def number_of(vocabulary: Any, word: str) -> int:
    """Return a word's number in one of Stanza's vocabularies; takes the place of their own `unit2id`."""
    return number_in(vocabulary._unit2id, vocabulary.normalize_unit(word))


def number_in(numbers: Mapping[str, int], word: str) -> int:
    """Return the number of a whole word, else of what stands before its apostrophe: Turkish names have their endings after it.

    >>> [number_in({UNKNOWN: 1, "ankara": 4, "o'hare": 5}, word) for word in ("ankara'da", "o'hare", "'s")]
    [4, 5, 1]
    """
    return numbers.get(word, numbers.get(APOSTROPHE.split(word)[0], numbers[UNKNOWN]))


@cache
def _labels() -> Mapping[str, str]:
    labels: dict[str, str] = read_toml(models_dir() / "labels.toml")["ner"]
    return labels


def name_tag(tag: str | None) -> str:
    """Map a model's BIO or BIOES tag to a BIO tag of our nine types.

    >>> name_tag("S-GPE"), name_tag("E-PERSON"), name_tag("S-CARDINAL")
    ('B-LOC', 'I-PER', 'O')
    """
    if not tag or "-" not in tag:
        return "O"
    position, label = tag.split("-", 1)
    known = _labels().get(label)
    return f"{'B' if position in 'BS' else 'I'}-{known}" if known else "O"
