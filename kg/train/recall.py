"""How many of a gold file's names the models find by themselves, in its text as it is and in the text that careless hands leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.annotate import Annotator
from kg.document import Article, Document
from kg.language import language_codes
from kg.names import spans
from kg.train.passages import Passage, read_passages
from kg.train.prepare import LOST, without_accents


def _as_it_is(text: str) -> list[str]:
    return list(text)


def _without_apostrophes(text: str) -> list[str]:
    lost = {found.start() for found in LOST.finditer(text)}
    return ["" if i in lost else character for i, character in enumerate(text)]


def _without_accents(text: str) -> list[str]:
    return [without_accents(character) for character in text]


# each maps a text to what becomes of every one of its characters
VARIANTS: dict[str, Callable[[str], list[str]]] = {
    "as it is": _as_it_is,
    "without apostrophes": _without_apostrophes,
    "without accents": _without_accents,
}


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares, in percent, of a language's gold mentions that a name of any type covers exactly, and that one touches."""

    language: str
    variant: str
    exact: float
    touched: float


def recall(gold: Path, annotator: Annotator) -> Iterator[Recall]:
    """Yield the recall of names for each language of a gold file and each variant of its text.

    Raises:
        DataError: a line that is no gold passage.
    """
    passages = list(read_passages(gold))
    for language in language_codes():
        for variant, change in VARIANTS.items():
            counts = [_count(passage, change, annotator) for passage in passages if passage.language == language]
            there = sum(count[0] for count in counts)
            if there:
                yield Recall(language, variant, *(round(100 * sum(count[i] for count in counts) / there, 2) for i in (1, 2)))


def _count(passage: Passage, change: Callable[[str], list[str]], annotator: Annotator) -> tuple[int, int, int]:
    """Return how many mentions there are, are found exactly, are touched."""
    characters = change(passage.text)
    places = [0]
    for character in characters:
        places.append(places[-1] + len(character))
    wanted = [(places[mention["start"]], places[mention["end"]]) for mention in passage.mentions]
    document = annotator.read(Article(passage.id, "".join(characters), passage.language))
    found = set(_names(document))
    touched = sum(any(start < b and a < end for a, b in found) for start, end in wanted)
    return len(wanted), sum(span in found for span in wanted), touched


def _names(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the spans of names, each to the end of its last letter: "-ki" is a word of its own, and part of what is written in one."""
    text = document.article.text
    for sentence in document.sentences:
        for first, last, _ in spans([token.ner for token in sentence.tokens]):
            start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
            while end < len(text) and text[end].isalnum():
                end += 1
            yield start, end
