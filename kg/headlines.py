"""Find where a headline runs on into the text, as where a page was copied without its line breaks."""

from __future__ import annotations

from collections.abc import Sequence

from kg.document import Token
from kg.language import language_pack

UNREAL = frozenset({"Cnd", "Imp", "Opt"})  # moods of verbs that another clause follows, or that end one anywhere
LEAST = 4  # words of a text that follows a headline, its verb apart
LONG = 4  # letters of a word that a headline in capitals would have in capitals
SHORT = 3  # letters of a word in capitals that rather begins the text: "AB", "CNN"
WORDS, LETTERS = 3, 14  # that a headline in capitals has at least; two words do in quotation marks or with a full stop
LONGEST = 6  # letters of its longest word at least: a list of acronyms is no headline
CLOSING = frozenset({'"', "'", "”", "’", "»", "-", "–", ".", "!", "?"})


def text_start(words: Sequence[Token], language: str, *, opening: bool) -> int | None:
    """Return the index in `words` where the text begins that a headline runs on into, None if they are one sentence.

    A headline in capitals ends where they end. Of others, those end with a finite verb that begin an article in a language whose verb
    ends its clause (`verb_final` of the pack's grammar): a capital letter follows, and another finite verb later on.

    Args:
        words: what the tokenizer takes for a sentence.
        language: code of its pack.
        opening: whether it is the first of an article.
    """
    start = _after_capitals(words)
    final = opening and start is None and language_pack(language).section("grammar").get("verb_final")
    return _after_verb(words) if final else start


def _after_capitals(words: Sequence[Token]) -> int | None:
    index = next((i for i, word in enumerate(words) if any(map(str.islower, word.text))), 0)
    while index and words[index - 1].text.isalpha() and len(words[index - 1].text) <= SHORT:
        index -= 1
    run = [word for word in words[:index] if any(map(str.isalnum, word.text))]
    enough = len(run) >= WORDS or (len(run) == WORDS - 1 and words[index - 1].text in CLOSING)
    sizes = [sum(map(str.isalnum, word.text)) for word in run]
    if not enough or sum(sizes) < LETTERS or max(sizes) < LONGEST or len(words) - index < LEAST:
        return None
    last, first = words[index - 1], words[index]
    ended = (last.text in CLOSING or last.text[-1].isalnum()) and last.end < first.start
    return index if ended and first.text[:1].isupper() else None


def _after_verb(words: Sequence[Token]) -> int | None:
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
