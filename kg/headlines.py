"""Find where a headline runs on into the text, as where a page was copied without its line breaks."""

from __future__ import annotations

from collections.abc import Sequence

from kg.document import Token
from kg.language import language_pack

UNREAL = frozenset({"Cnd", "Imp", "Opt"})  # moods of verbs that another clause follows, or that end one anywhere
LEAST = 4  # words of a text that follows a headline, its verb apart
LONG = 4  # letters of a word that a headline in capitals would have in capitals


def text_start(words: Sequence[Token], language: str) -> int | None:
    """Return the index in `words` where the text begins that a headline runs on into, None if they are one sentence.

    Only for languages whose verb ends its clause (`verb_final` of the pack's grammar): a finite verb there and a capital
    letter after it, with another finite verb later on.

    Args:
        words: what the tokenizer takes for the first sentence of a paragraph.
        language: code of its pack.
    """
    if not language_pack(language).section("grammar").get("verb_final"):
        return None
    for index in range(2, len(words) - LEAST):
        verb, following = words[index - 1], words[index]
        opens = following.text[:1].isupper() or following.text[:1].isdecimal()
        if opens and _finite(verb) and not _named(words[:index]) and any(map(_finite, words[index + LEAST - 1 :])):
            return index
    return None


def _finite(word: Token) -> bool:
    feats = word.feats
    return word.upos == "VERB" and "VerbForm" not in feats and "Person" in feats and feats.get("Mood") not in UNREAL


def _named(words: Sequence[Token]) -> bool:
    """Tell whether the last word is part of a name ("Birleşmiş Milletler"): in capitals, where others are not."""
    *before, last = words
    return not last.text[:1].islower() and any(word.text[:1].islower() and len(word.text) >= LONG for word in before)
