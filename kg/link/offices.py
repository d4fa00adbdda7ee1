"""Offices: which role words name, and who held them when."""

from __future__ import annotations

from datetime import date

from kg.document import Period
from kg.facts import EntityType, Tenure
from kg.language import LanguagePack, fold, language_pack
from kg.link.gazetteer import Gazetteer
from kg.link.reading import Reading

LONGEST_ROLE = 6


def office_holder(gazetteer: Gazetteer, role_text: str, body_key: str, when: date | Period | None, language: str) -> str | None:
    """Return the key of the one person who held an office of a state or organization on a day, or None if none or several did.

    `role_text` is the title as written ("foreign minister", "dışişleri bakanının"); without `when` only a sitting holder counts.
    """
    roles = frozenset(
        role for words in _role_texts(role_text, language_pack(language)) for role in gazetteer.offices.get(language, {}).get(words, ())
    )
    holders = {
        entity.key
        for entity in gazetteer.entities.values()
        if entity.type is EntityType.PERSON
        for tenure in entity.tenures
        if tenure.role in roles and tenure.body == body_key and in_office(tenure, when)
    }
    return holders.pop() if len(holders) == 1 else None


def _role_texts(text: str, pack: LanguagePack) -> list[str]:
    """Return the folded role and what it is without the suffixes of its last word."""
    head, _, last = text.rpartition(" ")
    return [fold(f"{head} {stem}") for stem in pack.stems(last)]


def in_office(tenure: Tenure, when: date | Period | None) -> bool:
    """Return whether an office was held on a day, or on one of a period; an open end lasts, no day means today's holder.

    Dates are as coarse as known: of two, the finer one is cut to the other.
    """
    if when is None:
        return not tenure.end
    day = when.isoformat()
    return tenure.begin[: len(day)] <= day[: len(tenure.begin)] and day[: len(tenure.end)] <= (tenure.end or day)[: len(day)]


def roles_before(reading: Reading, index: int) -> frozenset[str]:
    """Return the role ids that the words right before an atom name, longest first; an honorific counts as a role of its own."""
    table = reading.gazetteer.offices.get(reading.pack.code, {})
    for count in range(min(LONGEST_ROLE, index), 0, -1):
        words = " ".join(atom.folded for atom in reading.atoms[index - count : index])
        for text in _role_texts(words, reading.pack):
            if text in table:
                return frozenset(table[text])
    return frozenset()
