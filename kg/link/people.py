"""People within one article: whom a surname means once the full name was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from kg.facts import EntityType
from kg.language import fold, language_codes
from kg.link.atoms import atoms_of
from kg.link.gazetteer import Gazetteer
from kg.link.sounds import alike, sounds
from kg.link.titles import Titles, titles

SHORTEST_PART = 2
ALIKE = 0.7


@dataclass(slots=True)
class People:
    """Names given in full: `last` and `other` parts, folded, to the key of whom they name; `names` whole."""

    last: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)

    def learn(self, key: str, names: Iterable[str], titles: Titles) -> None:
        """Remember the parts of a person's names that are no titles; whoever is named first keeps a part."""
        for name in names:
            words = [atom.folded for atom in atoms_of(name.split(" (")[0])]
            parts = tuple(word for word in words if not titles.names_office(word) and word not in titles.particles)
            self.names.setdefault(parts, key)
            if len(parts) > 1:
                self.last.setdefault(parts[-1], key)
                for part in parts[:-1]:
                    self.other.setdefault(part, key)

    def part(self, folded: str) -> str | None:
        """Return whom a single word names: by last name, else by another part of the name."""
        if len(folded) < SHORTEST_PART:
            return None
        return self.last.get(folded) or self.other.get(folded)

    def full_name(self, name: str) -> str | None:
        """Return whom a longer or shorter form of a name given before names: one with the same last part and a part more or less."""
        parts = tuple(atom.folded for atom in atoms_of(name))
        if parts in self.names:
            return self.names[parts]
        for known, key in self.names.items():
            long = min(len(known), len(parts)) > 1 and known[-1] == parts[-1]
            if long and (set(known) <= set(parts) or set(parts) <= set(known)):
                return key
        return None


def spelled_otherwise(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the one known person whose name differs in spelling only ("Aleksis Tsipras", "Rüstem Kasımi" of Rostam Ghasemi)."""
    words = _words(name)
    if len(words) < SHORTEST_PART:
        return None
    found = set()
    for key, known in (pair for sound in sounds(words[-1]) for pair in _by_sound(gazetteer).get(sound, ())):
        same_last = fold(known[-1]) == fold(words[-1])
        near = same_last and SequenceMatcher(None, fold(known[0]), fold(words[0])).ratio() >= ALIKE
        if near or alike(words, known):
            found.add(key)
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4)
def _by_sound(gazetteer: Gazetteer) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return the names of known people by the sound of their last word; one name under each sound it may have."""
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for entity in gazetteer.entities.values():
        for name in {label for _, label in entity.labels} if entity.type is EntityType.PERSON else ():
            words = _words(name)
            for sound in sounds(words[-1]) if len(words) > 1 else ():
                table.setdefault(sound, []).append((entity.key, words))
    return table


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return frozenset().union(*(titles(code).particles for code in language_codes()))


def _words(name: str) -> tuple[str, ...]:
    atoms = atoms_of(name.split(" (")[0])
    return tuple(atom.text for atom in atoms if atom.folded not in _particles() and atom.text[0].isalpha())
