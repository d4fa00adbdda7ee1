"""Capitals and houses as governments: "Washington said" is the United States, "in Washington" is the city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.link.lookup import Match
from kg.link.reading import Reading

PLACE_CASES = frozenset({"Loc", "Abl"})
NEAR = 5
DATELINE_MARKS = (":", "(", "—", "–", "-")
DIRECTION = 3
PREPOSITIONS_BEFORE = 2


def acts(reading: Reading, match: Match) -> bool:
    """Return whether a seat of power is here an actor, and not a place."""
    cues: Mapping[str, Any] = reading.gazetteer.usage.get("capital", {}).get(reading.pack.code, {})
    if all(alias.key.startswith("organization/") for alias in match.aliases):
        return _house_acts(reading, match, cues)
    if (match.first == 0 and is_dateline(reading, match.end)) or _in_country(reading, match):
        return False
    if "place_case" in cues:
        return _acts_by_case(reading, match, cues)
    return _acts_by_preposition(reading, match, cues)


def _house_acts(reading: Reading, match: Match, cues: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a house ("Kremlin") is meant as a government: unless one is in it or goes there."""
    before = [atom.folded for atom in reading.atoms[max(0, match.first - PREPOSITIONS_BEFORE) : match.first]]
    if any(word in cues.get("house_before", ()) for word in before):
        return False
    near = _words_after(reading, match, 2)
    visited = match.suffix in cues.get("accusative", ()) and _any_begins(near, cues["accusative_place"])
    return match.suffix not in cues.get("house_case", ()) and not visited


def is_dateline(reading: Reading, end: int) -> bool:
    """Return whether a name up to an offset opens the text as the place of writing: "BEIRUT: …", "ANKARA (AA) …", "Paris, 3 May"."""
    loud = reading.atoms[0].text.isupper() and len(reading.atoms) > 1 and not reading.atoms[1].text.isupper()
    return loud or reading.document.article.text[end:].lstrip()[:1] in DATELINE_MARKS


def _in_country(reading: Reading, match: Match) -> bool:
    """Return whether a comma and its country follow: "Damascus, Syria"."""
    following = reading.atoms[match.after] if match.after < len(reading.atoms) else None
    if following is None or reading.atoms[match.last].gap.strip() != ",":
        return False
    states = {alias.key for alias in reading.gazetteer.index.get(following.folded, ()) if alias.kind == "name"}
    return any(reading.gazetteer.entities[alias.key].country in states for alias in match.aliases)


def _words_after(reading: Reading, match: Match, count: int) -> list[str]:
    sentence = reading.sentence_at(match.start)
    end = sentence.end if sentence else len(reading.document.article.text)
    return [atom.folded for atom in reading.atoms[match.after : match.after + count] if atom.start < end]


def _any_begins(words: Sequence[str], stems: Sequence[str]) -> bool:
    return any(word.startswith(tuple(stems)) for word in words)


def _acts_by_case(reading: Reading, match: Match, cues: Mapping[str, Sequence[str]]) -> bool:
    tokens = reading.tokens_in(match.start, match.end)
    suffix, after = match.suffix, _words_after(reading, match, NEAR)
    before = reading.atoms[match.first - 1].folded if match.first else ""
    if (
        suffix.startswith(tuple(cues["place_case"]))
        or before in cues["place_before"]
        or any(token.feats.get("Case") in PLACE_CASES for token in tokens)
    ):
        return False
    if suffix in cues["dative"]:
        return _any_begins(after[:3], cues["dative_state"])
    if suffix in cues["accusative"]:
        return not _any_begins(after[:2], cues["accusative_place"])
    if suffix in cues["genitive"]:
        return not _any_begins(after[:1], cues["genitive_place"])
    return not _any_begins(after[:1], cues["place_after"])


def _acts_by_preposition(reading: Reading, match: Match, cues: Mapping[str, Sequence[str]]) -> bool:
    before = [atom.folded for atom in reading.atoms[max(0, match.first - NEAR) : match.first]]
    after = _words_after(reading, match, 2)
    previous = [word for word in before[-PREPOSITIONS_BEFORE:] if word != "the"][-1:]
    if previous and previous[0] in cues.get("place_before", ()):
        return False
    if previous and previous[0] in cues.get("direction", ()):
        return any(word in cues.get("state_direction", ()) for word in before[-DIRECTION:])
    if previous and previous[0] in cues.get("part", ()):
        return not any(word in cues.get("part_of", ()) for word in before[-DIRECTION:])
    return not (after and after[0] in cues.get("place_after", ()))
