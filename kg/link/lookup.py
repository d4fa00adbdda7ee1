"""Looking names up in running text: longest match wins, suffixes allowed on the last word, capitals as the name demands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.language import LanguagePack, fold
from kg.link.atoms import Atom, suffix_behind
from kg.link.gazetteer import CROSS_MINIMUM, Alias, Gazetteer
from kg.link.titles import titles

LONG_SUFFIX = 3  # letters of a suffix that is hardly part of another name
SHORT_NAME = 3
# Folding makes ş an s, but no case or possessive has ş, ğ or ö.
NO_SUFFIX = re.compile("[şğö]")
LANGUAGE_SUFFIXES = ("ca", "ce")


@dataclass(frozen=True, slots=True)
class Match:
    """Atoms `first` to `last` (inclusive) and the aliases they may be; `after` is the first atom behind its surface word.

    `end` is where the surface word ends (suffixes included), `stem` what the last atom is without its suffix, `suffix` the folded
    suffix; `exact` means nothing was cut off.
    """

    first: int
    last: int
    after: int
    start: int
    end: int
    stem: str
    suffix: str
    aliases: tuple[Alias, ...]

    @property
    def exact(self) -> bool:
        """Return True when no suffix was cut off within the word."""
        return not self.suffix

    @property
    def weak(self) -> bool:
        """Return True when the name is also a common word, so that it needs other evidence."""
        return all(alias.weak or alias.kind == "surname" for alias in self.aliases)


def find_names(atoms: Sequence[Atom], gazetteer: Gazetteer, pack: LanguagePack) -> list[Match]:
    """Return the longest names of the gazetteer in the text, left to right, none overlapping another."""
    found = []
    position = 0
    while position < len(atoms):
        match = match_at(atoms, position, gazetteer, pack)
        if match is None:
            position += 1
        else:
            found.append(match)
            position = match.after
    return found


def match_at(atoms: Sequence[Atom], first: int, gazetteer: Gazetteer, pack: LanguagePack) -> Match | None:
    """Return the longest name that begins at an atom, or None."""
    best: tuple[tuple[int, int], list[Alias], str] | None = None
    for alias, stem in _fitting(atoms, first, gazetteer, pack):
        rank = (len(alias.folded), len(stem))
        if best is None or rank > best[0]:
            best = (rank, [alias], stem)
        elif rank == best[0]:
            best[1].append(alias)
    if best is None:
        return None
    (length, _), aliases, stem = best
    own = [alias for alias in aliases if alias.language == pack.code and alias.kind != "surname"]
    own = own or [alias for alias in aliases if alias.kind != "surname"] or aliases
    last = first + length - 1
    end, suffix = _word_end(atoms, last, stem, pack)
    return Match(first, last, last + 1 + (end > atoms[last].end), atoms[first].start, end, stem, suffix, tuple(own))


def _fitting(atoms: Sequence[Atom], first: int, gazetteer: Gazetteer, pack: LanguagePack) -> Iterator[tuple[Alias, str]]:
    atom = atoms[first]
    if not (atom.text[0].isupper() or atom.text[0].isdigit()):
        return
    found = gazetteer.index.get(atom.folded, ())
    owned = any(len(alias.folded) == 1 and alias.key.startswith("state/") for alias in found)
    for alias in found:
        length = len(alias.folded)
        if length == 1:
            if _allowed(alias, pack) and _written(alias, atoms, first, atom.text):
                yield alias, atom.text
        elif first + length <= len(atoms):
            yield from ((alias, stem) for stem in _longer(alias, atoms, first, pack, owned=owned))
    for stem in _stems(atom.text, pack):
        for alias in gazetteer.index.get(fold(stem), ()):
            fits = len(alias.folded) == 1 and _allowed(alias, pack) and _written(alias, atoms, first, stem)
            if fits and _cut_allowed(alias, atom.text, stem):
                yield alias, stem


def _longer(alias: Alias, atoms: Sequence[Atom], first: int, pack: LanguagePack, *, owned: bool) -> Iterator[str]:
    """Yield the stem of the last atom if a name of several atoms stands here."""
    if alias.key.startswith("person/") and alias.folded[0] in titles(pack.code).roles:
        return
    last = first + len(alias.folded) - 1
    for offset in range(1, len(alias.folded) - 1):
        if atoms[first + offset].folded != alias.folded[offset]:
            return
    wanted = alias.folded[-1]
    if not atoms[last].folded.startswith(wanted[:2]) or not _allowed(alias, pack):
        return
    if any(atoms[first + n].gap != gap for n, gap in enumerate(alias.gaps)):
        return
    for stem in (atoms[last].text, *_stems(atoms[last].text, pack)):
        if fold(stem) == wanted and _written(alias, atoms, first, stem, owned=owned):
            yield stem
            return


def _stems(word: str, pack: LanguagePack) -> Iterator[str]:
    return (stem for stem in pack.stems(word) if stem != word) if pack.suffix else iter(())


def _allowed(alias: Alias, pack: LanguagePack) -> bool:
    """Return whether a name of one language may stand in a text of another: foreign names of people and bodies do, adjectives do not."""
    if alias.language in (pack.code, ""):
        return True
    if alias.kind == "demonym" or alias.weak or alias.homograph or alias.key.startswith("state/"):
        return False
    return len(alias.text) >= CROSS_MINIMUM + (len(alias.folded) == 1 and alias.kind != "acronym")


def _cut_allowed(alias: Alias, word: str, stem: str) -> bool:
    """Return whether what was cut off a word without apostrophe is believable for so short a name."""
    suffix = fold(word[len(stem) :])
    if NO_SUFFIX.search(word[len(stem) :].casefold()):
        return False
    if alias.kind == "demonym" and suffix.startswith(LANGUAGE_SUFFIXES):
        return False
    if alias.weak and "A" not in alias.shapes:
        return alias.key.startswith("organization/") and len(suffix) >= LONG_SUFFIX  # "Batıyla", not "Batıya"
    if "A" in alias.shapes:
        return not word[len(stem) :].isupper()
    return len(stem) > SHORT_NAME or (len(suffix) > 1 and alias.key.startswith("state/"))


def _written(alias: Alias, atoms: Sequence[Atom], first: int, stem: str, *, owned: bool = False) -> bool:
    """Return whether the capitals of the text are those the name demands; a body `owned` by a state in its name needs all of them."""
    texts = [atom.text for atom in atoms[first : first + len(alias.folded) - 1]] + [stem]
    if len(texts) == 1:
        return _cased(alias.shapes, texts[0], alias)
    loose = alias.key.startswith(("organization/", "agreement/")) and alias.shapes[0] == "C" and not owned
    pairs = enumerate(zip(alias.shapes, texts, strict=True))
    return all(_cased(shape, text, alias) or (number > 0 and loose and shape == "C") for number, (shape, text) in pairs)


def _cased(shape: str, text: str, alias: Alias) -> bool:
    if shape == "A":
        return text.isupper() or (len(alias.text) > SHORT_NAME and not alias.weak and text[0].isupper())
    if shape == "M":
        return text in alias.text or text.isupper()
    return shape in "ld" or text[0].isupper()


def _word_end(atoms: Sequence[Atom], last: int, stem: str, pack: LanguagePack) -> tuple[int, str]:
    """Return where the word ends that the name's last atom begins, and its folded suffix; a suffix may stand behind an apostrophe."""
    atom = atoms[last]
    inner = fold(atom.text[len(stem) :])
    if not inner and (behind := suffix_behind(atoms, last, pack)):
        return (atoms[last + 1].end if len(atom.gap) == 1 else atom.end), behind
    return atom.end, inner
