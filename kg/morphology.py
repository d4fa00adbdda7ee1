"""What a word may be by its stem and ending: a table that `kg.train.morphology` compiled from a morphological analyser.

An encoder that reads word pieces knows little of what a rare Turkish word's ending may mean; a dictionary of stems and the rules of
the endings know it exactly, but not which of its readings is meant here. Heads get both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import ModelError
from kg.language import language_pack
from kg.resources import DAMAGE, models_dir, read_packed, write_packed

FILE = "morphology.json.gz"
PART, ONLY, NONE = "p", "only", "none"  # how names of properties begin: parts of speech, the only one possible, no reading at all
REMEMBERED = 50_000  # words


class Table(NamedTuple):
    """Stems, their endings and what follows from them.

    Attributes:
        properties: names, in the order of their numbers.
        readings: each a list of properties that go together.
        kinds: for each kind of stem, the endings it takes and the number of the readings' properties.
        stems: kinds that stems have together, and those stems, with spaces between.
        plain: what to write for letters and marks that stems do without.
    """

    properties: tuple[str, ...]
    readings: Sequence[Sequence[int]]
    kinds: Sequence[Mapping[str, int]]
    stems: Sequence[tuple[Sequence[int], str]]
    plain: Mapping[str, str]


class Morphology:
    """The table, asked for words.

    Attributes:
        properties: names of what `of` returns the numbers of: `pNoun` (may be a noun in the end), `mLoc` (may have this morpheme),
            `RVerb>Noun` (may come from such a root), `sVerb|Noun|Loc` (and end so), `eA3sg+P3sg+Loc` (may end so), `rlNounu` (may come
            from a root written with a capital), `onlyNoun`, `none`.
        of: returns the properties of a word's readings, in order.
    """

    def __init__(self, table: Table, lower: Callable[[str], str]) -> None:
        """Take a table, and how its language writes small letters."""
        self.properties = table.properties
        self._table, self._lower, self._plain = table, lower, str.maketrans(dict(table.plain))
        self._kinds = {stem: kinds for kinds, stems in table.stems for stem in stems.split(" ")}
        self._number = {name: number for number, name in enumerate(table.properties)}
        self._parts = {number: name for name, number in self._number.items() if name.startswith(PART)}
        self.of = lru_cache(REMEMBERED)(self._of)

    def _of(self, word: str) -> tuple[int, ...]:
        text, found = self._lower(word).translate(self._plain), set[int]()
        for end in range(1, len(text) + 1):
            for kind in self._kinds.get(text[:end], ()):
                reading = self._table.kinds[kind].get(text[end:])
                if reading is not None:
                    found.update(self._table.readings[reading])
        parts = {self._parts[number] for number in found if number in self._parts}
        extra = NONE if not found else ONLY + next(iter(parts)).removeprefix(PART) if len(parts) == 1 else ""
        return tuple(sorted(found | ({self._number[extra]} if extra in self._number else set())))


@lru_cache
def morphology_of(language: str, folder: Path) -> Morphology | None:
    """Return what lies beside a folder's models of a language, or else beside the package's own; None for a language without."""
    for path in (folder / language / FILE, models_dir() / language / FILE):
        if path.is_file():
            return Morphology(read_table(path), language_pack(language).lower)
    return None


def read_table(path: Path) -> Table:
    """Read a compiled table.

    Raises:
        ModelError: the file is damaged.
    """
    try:
        raw = read_packed(path)
        return Table(tuple(raw["properties"]), raw["readings"], raw["kinds"], raw["stems"], raw["plain"])
    except DAMAGE as error:
        raise ModelError(f"{path}: the table of stems and endings cannot be read ({error}); reinstall kg") from error


def write_table(table: Table, path: Path) -> None:
    """Write a table, the same bytes each time."""
    write_packed(table._asdict(), path)
