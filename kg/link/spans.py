"""Names that the gazetteer need not know, guessed from titles, first names and head nouns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.language import fold
from kg.link.reading import Reading

LONGEST_PERSON = 5
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Span:
    """Atoms `first` to `last` (inclusive) that look like a name of type PER, ORG or LOC; `end` is an offset, suffixes included."""

    first: int
    last: int
    start: int
    end: int
    ner: str
    guessed: bool = False


def is_title(reading: Reading, index: int) -> bool:
    """Return whether an atom is a title."""
    return reading.titles.names_office(reading.atoms[index].folded)


def guessed_spans(reading: Reading, taken: Collection[int], *, names_known: bool) -> list[Span]:
    """Guess names from what stands around and in them; atoms in `taken` belong to names of the gazetteer that are no people.

    With `names_known` (a recogniser ran) only names right behind a title are guessed.
    """
    spans = [] if names_known else [*_bodies(reading), *_settlements(reading, taken)]
    used = {i for span in spans for i in range(span.first, span.last + 1)} | set(taken)
    for index in range(len(reading.atoms)):
        span = _person_at(reading, index, used, given=not names_known)
        if span:
            spans.append(span)
            used.update(range(span.first, span.last + 1))
    return spans


def _person_at(reading: Reading, index: int, used: Collection[int], *, given: bool) -> Span | None:
    if index in used or not reading.capital(index) or index in reading.headlines or _no_name(reading, index):
        return None
    titled = index > 0 and reading.joined(index) and is_title(reading, index - 1)
    last = _run_end(reading, index, used)
    alone = last == index
    if titled and (not alone or (index not in reading.begins and _lone_name(reading, index))):
        return _span(reading, index, last, "PER")
    if given and not alone and fold(reading.atoms[index].text) in reading.gazetteer.given:
        return _span(reading, index, last, "PER")
    return None


def _no_name(reading: Reading, index: int) -> bool:
    """Return whether a word is a title, a head noun, or follows a number as a month does."""
    stems = [fold(stem) for stem in reading.pack.stems(reading.atoms[index].text)]
    dated = index > 0 and reading.joined(index) and reading.atoms[index - 1].text.isdigit()
    return dated or bool(head_kind(reading, index)) or any(reading.titles.names_office(stem) for stem in stems)


def _lone_name(reading: Reading, index: int) -> bool:
    """Return whether one word behind a title is likely its bearer: not a word of a capitalized headline, and the title has a capital."""
    title = reading.atoms[index - 1]
    following = reading.capital(index + 1) and reading.joined(index + 1)
    return title.text[0].isupper() and not following and len(reading.atoms[index].text) > SHORTEST_NAME


def _run_end(reading: Reading, first: int, used: Collection[int]) -> int:
    """Return the last atom of the run of capitalized words (and particles between them) that begins here."""
    last = first
    for index in range(first + 1, min(first + LONGEST_PERSON + 1, len(reading.atoms))):
        gap, atom = reading.atoms[index - 1].gap, reading.atoms[index]
        if index in used or gap not in (" ", "'", "") or (gap == "'" and not atom.text[0].isupper()) or is_title(reading, index):
            break
        if atom.text[0].isupper() or reading.hyphenated(index):
            last = index
        elif atom.folded not in reading.titles.particles or not reading.capital(index + 1):
            break
    return last


def _bodies(reading: Reading) -> Iterator[Span]:
    """Yield runs of capitalized words that a head noun makes a body or a site: "Harvard University", "Missouri Devlet Üniversitesi"."""
    index = 0
    while index < len(reading.atoms):
        if not reading.capital(index) or index in reading.headlines:
            index += 1
            continue
        last = _body_run_end(reading, index)
        heads = [(i, kind) for i in range(index, last + 1) if (kind := head_kind(reading, i))]
        if heads and last > index:
            end = last if is_opened(reading, heads[-1][0]) else heads[-1][0]
            first = _body_start(reading, index, end)
            if end > first:
                yield _span(reading, first, end, heads[-1][1])
        index = last + 1


def is_opened(reading: Reading, head: int) -> bool:
    """Return whether a head noun opens the name ("Ministry of …") rather than closes it."""
    return head + 1 < len(reading.atoms) and reading.atoms[head + 1].folded in reading.titles.openers


def _body_start(reading: Reading, first: int, last: int) -> int:
    """Skip what stands before the name proper: titles, and a capitalized little word that begins the sentence."""
    titles = [i for i in range(first, last) if is_title(reading, i) and not head_kind(reading, i)]
    start = titles[-1] + 1 if titles else first
    while start < last:
        folded = reading.atoms[start].folded
        if folded not in reading.titles.joints and not (start in reading.begins and folded in reading.titles.openings):
            break
        start += 1
    return start


def _body_run_end(reading: Reading, first: int) -> int:
    last, opened = first, False
    index = first + 1
    while index < len(reading.atoms) and reading.atoms[index - 1].gap == " ":
        atom = reading.atoms[index]
        if atom.text[0].isupper():
            last = index
        elif atom.folded not in reading.titles.joints and not (opened and atom.folded in reading.titles.links):
            break
        opened = opened or atom.folded in reading.titles.openers
        index += 1
    return last


def head_kind(reading: Reading, index: int) -> str:
    """Return ORG or LOC where an atom is the head noun of a body or a site, else nothing."""
    titles = reading.titles
    for stem in reading.pack.stems(reading.atoms[index].text):
        folded = fold(stem)
        if folded in titles.bodies:
            return "ORG"
        if folded in titles.sites:
            return "LOC"
    return ""


def _settlements(reading: Reading, taken: Collection[int]) -> Iterator[Span]:
    """Yield what a word for a settlement names as a place: "the village of Hameyin", "Yavuzlu Köyü"."""
    words, following = reading.titles.settlements, reading.atoms[1:]
    for index, atom in enumerate(reading.atoms):
        if not reading.capital(index) or atom.folded in words or index in reading.headlines | reading.begins or index in taken:
            continue
        after = atom.gap == " " and any(
            fold(stem) in words for stem in reading.pack.stems(following[index].text if index < len(following) else "")
        )
        before = index > 1 and reading.atoms[index - 1].folded in reading.titles.openers and reading.atoms[index - 2].folded in words
        if (after or before) and not (reading.capital(index - 1) and reading.joined(index)):
            yield _span(reading, index, index, "LOC")


def _span(reading: Reading, first: int, last: int, ner: str) -> Span:
    return Span(first, last, reading.atoms[first].start, reading.word_end(last), ner, guessed=True)
