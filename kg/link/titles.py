"""The words around names: titles before people, head nouns of bodies and sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.language import fold, language_pack


@dataclass(frozen=True, slots=True)
class Titles:
    """The words around names of one language, folded; `roles` and `honorifics` with and without capital as the pack writes them."""

    honorifics: frozenset[str]
    roles: frozenset[str]
    small_roles: frozenset[str]
    particles: frozenset[str]
    bodies: frozenset[str]
    sites: frozenset[str]
    joints: frozenset[str]
    openers: frozenset[str]
    settlements: frozenset[str]
    openings: frozenset[str]
    links: frozenset[str]
    generic: frozenset[str]
    media: frozenset[str]

    def names_office(self, folded: str) -> bool:
        """Return whether a word is a title: an honorific or a role."""
        return folded in self.honorifics or folded in self.small_roles


@lru_cache(maxsize=8)
def titles(code: str) -> Titles:
    """Return the title words of a language pack."""
    table: Mapping[str, list[str]] = language_pack(code).section("titles")

    def words(name: str) -> frozenset[str]:
        return frozenset(map(fold, table.get(name, ())))

    roles = table.get("roles", ())
    large = frozenset(fold(word) for word in roles if word[0].isupper())
    others = ("particles", "bodies", "sites", "joints", "openers", "settlements", "openings", "links", "generic", "media")
    return Titles(words("honorifics"), large, words("roles"), *map(words, others))
