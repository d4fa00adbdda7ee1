"""Names as tags of words: where they stand, and that one name is of one type in all of an article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

REACH = 20  # sentences; further away the article may be another, or speak of something else


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Return the (start, end, type) of the names in a series of BIO tags.

    >>> sorted(spans(["B-PER", "I-PER", "O", "B-LOC"]))
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    found, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            found.add((start, i, tags[start][2:]))
            start = None
        if tag != "O" and start is None:
            start = i
    return found


def agreed(sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give each name the type that the same words have most often nearby; where no type is more frequent than its own, it keeps that.

    A word has one sense in a text, with few exceptions (Gale, Church and Yarowsky 1992, "One sense per discourse").

    Args:
        sentences: the words of each sentence of a text.
        tags: their BIO tags.

    >>> agreed([["Wang", "said"], ["Wang", "left"], ["Wang"]], [["B-PER", "O"], ["B-LOC", "O"], ["B-PER"]])
    [['B-PER', 'O'], ['B-PER', 'O'], ['B-PER']]
    """
    named: defaultdict[tuple[str, ...], list[tuple[int, int, str]]] = defaultdict(list)
    for place, (words, row) in enumerate(zip(sentences, tags, strict=True)):
        for first, last, kind in spans(row):
            named[tuple(words[first:last])].append((place, first, kind))
    found = [list(row) for row in tags]
    for name, there in named.items():
        mixed = len({kind for *_, kind in there}) > 1
        for place, first, own in there:
            counts = Counter(kind for elsewhere, _, kind in there if abs(elsewhere - place) <= REACH) if mixed else Counter([own])
            kind = max(counts, key=lambda kind: (counts[kind], kind == own))
            found[place][first : first + len(name)] = [f"B-{kind}", *[f"I-{kind}"] * (len(name) - 1)]
    return found
