"""Names that the recogniser tagged, put right: titles and stray suffixes cut off, torn names mended, common words left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.language import fold
from kg.link.atoms import suffix_behind
from kg.link.lookup import match_at
from kg.link.reading import Reading
from kg.link.spans import Span, head_kind, is_opened, is_title

NAMES = frozenset({"PROPN", "X", ""})
LONG_ENOUGH = 4


def recognised_spans(reading: Reading) -> list[Span]:
    """Return the spans that the name recogniser tagged, without titles and suffixes, and without those that are no names."""
    found: list[Span] = []
    small = frozenset(atom.folded for atom in reading.atoms if atom.text[0].islower())
    for kind, start, end in _tagged(reading):
        first, last = reading.atom_at(start), min(reading.atom_at(end - 1), len(reading.atoms) - 1)
        if first <= last and reading.atoms[first].start < end:
            span = _trimmed(reading, Span(first, last, start, end, kind))
            if span and not is_common(reading, span, small):
                span = _mended(reading, span) if kind == "PER" else span
                if found and _torn(reading, found[-1], span):
                    span = _respanned(reading, span, found.pop().first, span.last)
                if not (found and found[-1].last >= span.first):
                    found.append(span)
    return found


def _tagged(reading: Reading) -> Iterator[tuple[str, int, int]]:
    for sentence in reading.document.sentences:
        current: tuple[str, int, int] | None = None
        for token in sentence.tokens:
            prefix, _, kind = token.ner.partition("-")
            if current and prefix in ("I", "E") and kind == current[0]:
                current = (kind, current[1], max(token.end, current[2]))
                continue
            if current and token.end <= current[2]:
                continue
            if current:
                yield current
            current = (kind, token.start, token.end) if kind else None
        if current:
            yield current


def _trimmed(reading: Reading, span: Span) -> Span | None:
    """Cut titles off the front of a person's name, small words off both ends, and what stands behind an apostrophe off the end."""
    first, last = span.first, span.last
    while first <= last and _no_beginning(reading, first, span.ner):
        first += 1
    while last > first and _no_end(reading, last, span.ner):
        last -= 1
    return _respanned(reading, span, first, last) if first <= last else None


def _respanned(reading: Reading, span: Span, first: int, last: int) -> Span:
    return replace(span, first=first, last=last, start=reading.atoms[first].start, end=reading.word_end(last))


def _no_beginning(reading: Reading, index: int, ner: str) -> bool:
    atom, titles = reading.atoms[index], reading.titles
    if ner == "PER":
        addressed = any(fold(stem) in titles.honorifics for stem in reading.pack.stems(atom.text) if len(stem) + 2 == len(atom.text))
        small = atom.text[0].islower() and atom.folded not in titles.particles
        of_title = atom.folded in titles.generic and index + 1 < len(reading.atoms) and is_title(reading, index + 1)  # "Special Envoy"
        return small or addressed or of_title or is_title(reading, index)
    counted = atom.text[0].isdigit()  # "48MW Lower Kalnai"
    return ner == "LOC" and (counted or atom.folded in titles.openers or (atom.folded in titles.settlements and is_opened(reading, index)))


def _no_end(reading: Reading, index: int, ner: str) -> bool:
    """Return whether the last atom is no part of the name: a suffix, a small word, the settlement behind a place's own name."""
    atom, titles = reading.atoms[index], reading.titles
    if suffix_behind(reading.atoms, index - 1, reading.pack):
        return True
    stems = [fold(stem) for stem in reading.pack.stems(atom.text)]
    if ner == "LOC" and any(stem in titles.settlements for stem in stems):
        return True
    return atom.text[0].islower() and not reading.hyphenated(index) and not head_kind(reading, index)


def _mended(reading: Reading, span: Span) -> Span:
    """Take in what a person's name was torn from: "Kim Hyun" of "Kim Hyun-sook", "Mehr Ali" of "Mehr Ali Shah"."""
    first, last = span.first, span.last
    while reading.hyphenated(first) and _untagged(reading, first - 1) and reading.capital(first - 1):
        first -= 1
    if (
        first
        and _untagged(reading, first - 1)
        and reading.capital(first - 1)
        and reading.atoms[first - 1].folded in reading.titles.particles
    ):
        first -= reading.joined(first) and reading.atoms[first].text[0].isupper() and first - 1 not in reading.begins
    while last + 1 < len(reading.atoms) and _goes_on(reading, first, last):
        last += 1
    return _respanned(reading, span, first, last)


def _torn(reading: Reading, before: Span, span: Span) -> bool:
    """Return whether two spans beside each other are first names and a last name, not two people who are known."""
    beside = before.ner == span.ner == "PER" and before.last + 1 == span.first and reading.atoms[before.last].gap == " "
    if not beside or before.end != reading.atoms[before.last].end or span.first != span.last:
        return False
    known = match_at(reading.atoms, span.first, reading.gazetteer, reading.pack)
    surname = known is None or all(alias.kind == "surname" for alias in known.aliases)
    return surname and match_at(reading.atoms, before.first, reading.gazetteer, reading.pack) is None


def _goes_on(reading: Reading, first: int, last: int) -> bool:
    following = reading.atoms[last + 1]
    if reading.hyphenated(last + 1) and reading.word_end(last) == reading.atoms[last].end:
        return _untagged(reading, last + 1)
    alike = following.text[0].isupper() and following.text.isupper() == reading.atoms[last].text.isupper()
    if not alike or reading.atoms[last].gap != " " or not _untagged(reading, last + 1) or last + 1 in reading.begins:
        return False
    proper = all(token.upos in NAMES for token in reading.tokens_in(following.start, following.end))
    if (
        not proper
        or is_title(reading, last + 1)
        or head_kind(reading, last + 1)
        or match_at(reading.atoms, first, reading.gazetteer, reading.pack)
    ):
        return False
    known = match_at(reading.atoms, last + 1, reading.gazetteer, reading.pack)
    return known is None or any(alias.kind == "surname" for alias in known.aliases)


def _untagged(reading: Reading, index: int) -> bool:
    atom = reading.atoms[index]
    return all(token.ner == "O" for token in reading.tokens_in(atom.start, atom.end))


def is_common(reading: Reading, span: Span, small: frozenset[str]) -> bool:
    """Return whether a tagged span is no name: generic words without a proper one, a month, or a common word that begins a sentence."""
    indices = range(span.first, span.last + 1)
    if match_at(reading.atoms, span.first, reading.gazetteer, reading.pack):
        return False
    if any(index in reading.headlines for index in indices):
        return not _again(reading, span)
    if is_generic(reading, span):
        return span.first == span.last or not is_body(reading, span)
    if span.first != span.last:
        return False
    atom = reading.atoms[span.first]
    stems = {fold(stem) for stem in reading.pack.stems(atom.text)}
    if span.first not in reading.begins:
        return span.ner == "LOC" and any(fold(month) in stems for month in reading.pack.section("calendar")["months"])
    if atom.text.isupper() and len(atom.text) > 1:
        return False
    if any(token.upos not in NAMES for token in reading.tokens_in(atom.start, atom.end)):
        return True
    return bool(stems & reading.titles.openings) or any(stem in small for stem in stems if len(stem) >= LONG_ENOUGH)


def _again(reading: Reading, span: Span) -> bool:
    """Return whether a name in a headline stands elsewhere too, in its usual writing."""
    return any(
        atom.folded == reading.atoms[span.first].folded and atom.text[0].isupper() and not atom.text.isupper() for atom in reading.atoms
    )


def is_generic(reading: Reading, span: Span) -> bool:
    """Return whether every word of a name is one that any state's bodies may have: "Federal Police Office", "Bakanlar Kurulu"."""
    titles = reading.titles
    words = titles.bodies | titles.generic | titles.joints | titles.links
    return all(
        any(fold(stem) in words for stem in reading.pack.stems(atom.text)) or len(atom.text) == 1
        for atom in reading.atoms[span.first : span.last + 1]
    )


def is_body(reading: Reading, span: Span) -> bool:
    """Return whether a span as a whole is the name of a body or site: it ends in a head noun, or one inside it is followed by "of"."""
    if head_kind(reading, span.last):
        return True
    return any(head_kind(reading, index) and is_opened(reading, index) for index in range(span.first, span.last))
