"""People within one article: whom a surname means once the full name was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kg.link.atoms import atoms_of
from kg.link.gazetteer import Gazetteer
from kg.link.titles import Titles

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
    """Return the one known person with the same last name and much the same first name ("Aleksis Tsipras")."""
    parts = tuple(atom.folded for atom in atoms_of(name))
    if len(parts) < SHORTEST_PART:
        return None
    found = set()
    for alias in gazetteer.index.get(parts[-1], ()):
        if alias.key.startswith("person/") and len(alias.folded) == 1:
            entity = gazetteer.entities[alias.key]
            firsts = {atoms_of(label)[0].folded for _, label in entity.labels}
            if any(SequenceMatcher(None, first, parts[0]).ratio() >= ALIKE for first in firsts):
                found.add(entity.key)
    return found.pop() if len(found) == 1 else None
