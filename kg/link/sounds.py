"""How a name sounds, whatever the spelling: "Rüstem Kasımi" and "Rostam Ghasemi" share a key, as names from other scripts do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from kg.language import fold

# In order: Turkish letters, English and French digraphs, and letters that languages take for one another become one sign.
SPELLINGS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        ("tsch|tch|ch|ç", "J"), ("dzh|dj|zh|j|ž|č", "J"), ("sch|sh|ş|š", "s"), ("ph", "f"),
        ("kh", "h"), ("gh|ck|q|g|ğ", "k"), ("x", "ks"), ("w", "v"),

        ("th", "t"), ("dh", "d"), ("z", "s"),
    )
)  # fmt: skip
SOFT_C = re.compile("c(?=[eiy])")
SILENT = re.compile("[^a-zJ]|[aeiouyh]")
OPEN = re.compile("[aeiouy]")
DOUBLED = re.compile(r"(.)\1+")
CONSONANTS = re.compile("[a-zJ]")
SHORTEST = 4
LEAST_WORDS = 2
ALIKE = 0.5


@lru_cache(maxsize=1 << 14)
def sounds(word: str) -> frozenset[str]:
    """Return the consonants of a word by sound, with the colour of its first vowel and whether it begins or ends in one.

    A bare "c" is read the Turkish and the western way, "ch" the English and the French way.

    >>> sounds("Kasımi") == sounds("Ghasemi"), sounds("Vejdi") == sounds("Vezhdi"), sounds("Celili") & sounds("Jalili") != set()
    (True, True, True)
    """
    word = word.casefold()
    spellings = {
        SOFT_C.sub("s", reading).replace("c", "k") if western else reading.replace("c", "j")
        for reading in (word.replace("ch", "ç"), word.replace("ch", "ş"))
        for western in (True, False)
    }
    return frozenset(_skeleton(spelling) for spelling in spellings)


def _skeleton(word: str) -> str:
    for pattern, sign in SPELLINGS:
        word = pattern.sub(sign, word)
    plain = "J".join(map(fold, word.split("J")))
    first = next((letter for letter in plain if letter in "aeiou"), "")
    colour = first and ("O" if first in "ou" else "A")  # Hassan is not Hussein
    head, tail = ("." if OPEN.match(letters) else "" for letters in (plain, plain.rstrip("h")[::-1]))
    return colour + head + DOUBLED.sub(r"\1", SILENT.sub("", plain)) + tail


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names of as many words sound alike, word by word, and look it too."""
    if len(one) != len(other) or not all(sounds(a) & sounds(b) for a, b in zip(one, other, strict=True)):
        return False
    consonants = sum(min(len(CONSONANTS.findall(sound)) for sound in sounds(word)) for word in one)
    if len(one) < LEAST_WORDS or consonants < SHORTEST:
        return False
    return all(SequenceMatcher(None, fold(a), fold(b)).ratio() >= ALIKE for a, b in zip(one, other, strict=True))
