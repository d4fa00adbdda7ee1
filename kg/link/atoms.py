"""Text as a row of atoms (words, numbers, plus signs) with the gaps between them: what names are looked up by, whatever tokenizer ran."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.language import APOSTROPHES, LanguagePack, fold

ATOM = re.compile(r"[^\W_][\w\u0300-\u036f]*|\+")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys(APOSTROPHES, "'"))
ABBREVIATION = 3
QUOTES = '"”»'
HYPHENS = re.compile(r" ?- ?")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word of the running text: its span, its surface, its folded form, and the gap (normalized) to the next atom."""

    start: int
    end: int
    text: str
    folded: str
    gap: str


def atoms_of(text: str) -> list[Atom]:
    """Split a text into its atoms.

    >>> [(a.folded, a.gap) for a in atoms_of("P5+1, Rusya-Çin")]
    [('p5', ''), ('+', ''), ('1', ', '), ('rusya', ' '), ('cin', '')]
    """
    spans = [match.span() for match in ATOM.finditer(text)]
    ends = [start for start, _ in spans[1:]] + [len(text)] * bool(spans)
    return [
        Atom(start, end, text[start:end], fold(text[start:end]), _gap(text[end:following], end - start))
        for (start, end), following in zip(spans, ends, strict=True)
    ]


def _gap(raw: str, length: int) -> str:
    """Make alike what a name may be written with: spaces, hyphens, apostrophes, the point of a short abbreviation before a space."""
    if raw in (" ", ""):
        return raw
    raw = " ".join(raw.translate(DASHES).replace("\n", " ").split(" ")) if raw.strip() else " "
    raw = HYPHENS.sub(" ", raw)
    return " " if raw == "  " or (raw == ". " and length <= ABBREVIATION) else raw


def suffix_behind(atoms: Sequence[Atom], index: int, pack: LanguagePack) -> str:
    """Return the folded suffix that an apostrophe or closing quote joins to an atom, in its case ("Putin'den", "PUTİN'DEN"), else ""."""
    if not pack.suffix or index + 1 >= len(atoms):
        return ""
    atom, following = atoms[index], atoms[index + 1]
    mark = atom.gap.strip()
    loud = following.text.isupper() and atom.text.isupper() and len(atom.gap) == 1
    fits = (following.text[0].islower() or loud) and pack.suffix.fullmatch(following.folded)
    return following.folded if mark and mark in APOSTROPHES + QUOTES and fits else ""
