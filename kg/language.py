"""What is known of a language as such, read from `ontology/languages/<xx>.toml`: casing, suffixes, months, titles, word lists.

Only this module may lower-case text: `"İ".lower()` is two characters in Python and `"IĞDIR".lower()` is wrong in Turkish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError, NotFoundError
from kg.resources import ontology_dir, read_toml

APOSTROPHES = "'’‘ʼ`´\u0092"
SECTIONS = frozenset({"casing", "suffixes", "calendar", "time", "place", "factuality", "attribution", "titles", "grammar"})
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_FOLDS = str.maketrans("İIıŞşĞğÜüÖöÇçÂâÎîÛû", "iiissgguuooccaaiiuu")


@lru_cache(maxsize=1 << 18)
def fold(text: str) -> str:
    """Return a search key: lower-case, without accents, apostrophes alike, spaces single; the same for every language.

    >>> fold("IĞDIR"), fold("İran’ın"), fold("Curaçao")
    ('igdir', "iran'in", 'curacao')
    """
    folded = text.translate(_FOLDS).casefold().translate(_APOSTROPHES)
    if not folded.isascii():  # the apostrophe ´ would decompose into a space; some signs decompose into capitals
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)).casefold()
    return " ".join(folded.split())


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """One language. `sections` holds the tables that single rooms read (time, factuality, attribution, …)."""

    code: str
    name: str
    sections: Mapping[str, Mapping[str, Any]]
    capitals: Mapping[int, str]
    suffix: re.Pattern[str] | None

    def lower(self, text: str) -> str:
        """Lower-case by the language's own rules (Turkish I → ı, İ → i); as many characters as before."""
        return text.translate(self.capitals).lower()

    def upper(self, text: str) -> str:
        """Put text in capitals by the language's own rules (Turkish i → İ, ı → I).

        >>> language_pack("tr").upper("dışişleri"), language_pack("en").upper("minister")
        ('DIŞİŞLERİ', 'MINISTER')
        """
        lower: Mapping[str, str] = self.section("casing").get("lower", {})
        return text.translate({ord(small): capital for capital, small in lower.items()}).upper()

    def stems(self, word: str) -> Iterator[str]:
        """Yield what a name may be without its suffixes: the word itself, then ever shorter stems.

        >>> list(language_pack("tr").stems("İran'ın"))[:2]
        ["İran'ın", 'İran']
        """
        yield word
        if self.suffix is None:
            return
        for cut in range(len(word) - 1, 1, -1):
            if word[cut - 1] not in APOSTROPHES and (word[cut] in APOSTROPHES or self.suffix.fullmatch(fold(word[cut:]))):
                yield word[:cut]

    def section(self, name: str) -> Mapping[str, Any]:
        """Return one table of the pack, empty where the language needs none."""
        return self.sections.get(name, {})


def language_codes() -> list[str]:
    """Return the languages there are packs for."""
    return sorted(path.stem for path in (ontology_dir() / "languages").glob("*.toml"))


@cache
def language_pack(code: str) -> LanguagePack:
    """Read and check a language pack (once).

    Raises:
        NotFoundError: there is none for that language.
        KnowledgeError: unknown sections, or suffixes that are no pattern.
    """
    path = ontology_dir() / "languages" / f"{code}.toml"
    if not path.is_file():
        raise NotFoundError(f"no language pack {code!r}; there are: {', '.join(language_codes())}")
    return _checked(path, read_toml(path))


def _checked(path: Path, raw: dict[str, Any]) -> LanguagePack:
    name = raw.pop("name", "")
    faults = [] if name else ["key 'name' is missing"]
    faults += [f"unknown section [{key}]; allowed: {', '.join(sorted(SECTIONS))}" for key in sorted(raw.keys() - SECTIONS)]
    faults += [f"{key} must be a table, not {table!r}" for key, table in raw.items() if key in SECTIONS and not isinstance(table, dict)]
    suffixes, casing = (raw[key] if isinstance(raw.get(key), dict) else {} for key in ("suffixes", "casing"))
    faults += [*_suffix_faults(suffixes), *_casing_faults(casing)]
    if faults:
        raise KnowledgeError(str(path), faults)
    capitals = str.maketrans({"İ": "i", **casing.get("lower", {})})  # Python's own would be two characters
    return LanguagePack(path.stem, name, raw, capitals, _suffix_pattern(suffixes))


def _suffix_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for slot, alternatives in table.items():
        try:
            re.compile(alternatives)
        except (re.error, TypeError) as error:
            yield f"suffixes.{slot} is no regular expression: {error}"


def _casing_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key != "lower" or not isinstance(value, dict):
            yield f"unknown key casing.{key}; allowed: lower, a table of single letters"
        elif wrong := [f"{a} = {b!r}" for a, b in value.items() if len(a) != 1 or not isinstance(b, str) or len(b) != 1]:
            yield f"casing.lower maps one letter to one letter, not {', '.join(wrong)}"


def _suffix_pattern(table: Mapping[str, str]) -> re.Pattern[str] | None:
    """Join the slots of the table, in order and each optional, into one pattern over folded text."""
    if not table:
        return None
    return re.compile("".join(f"(?:{alternatives})?" for alternatives in table.values()))
