"""Event frames: what words carry an event of a type, and where its participants stand around them.

One file a type under `ontology/events/`; the types follow PLOVER (Halterman et al. 2023), the idea of frames CAMEO's verb patterns.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.facts import Factuality
from kg.language import language_codes, language_pack
from kg.resources import ontology_dir, read_toml

KINDS = ("verbs", "nouns")
FRAME_KEYS = {"type", "directed", "place_as_recipient", "recipient_needed", "participants_needed", "present", "examples", *language_codes()}
PATTERN_KEYS = {"id", *KINDS, "actor", "recipient", "need", "block", "factuality", "agentless", "explicit", "negated", "pair", "place"}
EXAMPLE_KEYS = {"lang", "text", "actors", "recipients", "factuality"}
PREFIX = 3  # letters of a surface prefix that are indexed
STEM = 5  # letters from which a verb's stem, where suffixes alone follow it, is also matched as a prefix

Dependents = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Trigger words of one language and the slots their participants fill.

    `words` are lemmas; an entry that ends in `*` matches the start of the surface word instead (lemmatisers err on derived nouns).

    Attributes:
        actors: slots, best first; `speaker` is whom the sentence quotes.
        recipients: likewise.
        need: lemmas one of which must fill a slot. Beside the slots of `kg.extract.syntax` there are `carrier` (a light verb), `child`,
            `head`, `before` and `after` (the neighbouring word); `*` is any lemma.
        block: lemmas none of which may fill a slot.
        factuality: overrides what the sentence says.
        agentless: makes a claim even where only a recipient is known.
        explicit: takes no participants but those in its slots.
        pair: takes two at least (one does not meet alone): a lone participant is joined by the one named nearest.
        negated: the type that the act has when it is negated ("did not accept").
        place: slots whose filler is where it happens and takes no part (a visit's host).
    """

    rule: str
    type: str
    language: str
    kind: str
    words: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    need: Dependents = field(default_factory=dict, hash=False)
    block: Dependents = field(default_factory=dict, hash=False)
    factuality: Factuality | None = None
    agentless: bool = False
    explicit: bool = False
    pair: bool = False
    negated: str = ""
    place: tuple[str, ...] = ()

    def meant(self, factuality: Factuality) -> str:
        """Return the type of an act this real: `type`, or what it is when it is negated."""
        return self.negated if self.negated and factuality is Factuality.NEGATED else self.type


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in a frame file and the claim it must yield; entities by any of their names."""

    type: str
    language: str
    text: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    factuality: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything known of one event type.

    Attributes:
        directed: whether actors and recipients are told apart; if not, all participants are actors.
        place_as_recipient: whether a place may suffer it.
        recipient_needed: whether a claim needs a recipient.
        participants_needed: how many participants a claim needs.
        present: the factuality of such an act told in the present tense (speech acts occur in being uttered, states go on).
    """

    type: str
    directed: bool
    place_as_recipient: bool
    recipient_needed: bool
    participants_needed: int
    present: Factuality | None
    patterns: tuple[Pattern, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames, and the index from words to patterns."""

    by_type: Mapping[str, Frame]
    lemmas: Mapping[tuple[str, str], tuple[Pattern, ...]]
    prefixes: Mapping[tuple[str, str], tuple[tuple[str, Pattern], ...]]

    def candidates(self, language: str, lemma: str, form: str) -> Iterator[Pattern]:
        """Yield the patterns that a word of that lemma and lower-cased form may trigger, in file order."""
        yield from self.lemmas.get((language, lemma), ())
        if form != lemma:
            yield from self.lemmas.get((language, form), ())
        for prefix, pattern in self.prefixes.get((language, form[:PREFIX]), ()):
            if form.startswith(prefix):
                yield pattern


@cache
def load_frames(folder: Path | None = None) -> Frames:
    """Read and check all frame files (once).

    Raises:
        KnowledgeError: the first faulty file, with all its faults.
    """
    folder = folder or ontology_dir() / "events"
    frames = {}
    for path in sorted(folder.glob("*.toml")):
        raw = read_toml(path)
        faults = list(_faults(raw))
        if faults:
            raise KnowledgeError(str(path), faults)
        frames[raw["type"]] = _frame(raw)
    lemmas: dict[tuple[str, str], list[Pattern]] = defaultdict(list)
    prefixes: dict[tuple[str, str], list[tuple[str, Pattern]]] = defaultdict(list)
    for pattern in (pattern for frame in frames.values() for pattern in frame.patterns):
        stems = pattern.kind == "verbs" and language_pack(pattern.language).section("grammar").get("stem_match", False)
        for word in pattern.words:
            if word.endswith("*"):
                prefixes[pattern.language, word[:PREFIX]].append((word[:-1], pattern))
                continue
            for form in {word, *(inflected(word, pattern.language) if pattern.kind == "verbs" else ())}:
                lemmas[pattern.language, form].append(pattern)
            if stems and len(word) >= STEM:
                prefixes[pattern.language, word[:PREFIX]].append((word, pattern))
    return Frames(frames, {k: tuple(v) for k, v in lemmas.items()}, {k: tuple(v) for k, v in prefixes.items()})


def inflected(verb: str, language: str) -> set[str]:
    """Return the forms of a verb by its language's rules (`inflections`, `irregular`), none where it has no such rules.

    >>> sorted(inflected("bar", "en") & {"barred", "barring", "bars"})
    ['barred', 'barring', 'bars']
    """
    table: Any = language_pack(language).section("grammar")
    forms = {re.sub(rule, ending, verb) for rule, ending in table.get("inflections", ()) if re.search(rule, verb)}
    return forms | set(table.get("irregular", {}).get(verb, ()))


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted({"type"} - raw.keys()):
        yield f"key {key!r} is missing"
    for key in sorted(raw.keys() - FRAME_KEYS):
        yield f"unknown key {key!r}; allowed: {', '.join(sorted(FRAME_KEYS))}"
    if raw.get("present", "occurred") not in set(Factuality):
        yield f"present {raw['present']!r}; allowed: {', '.join(Factuality)}"
    for language in language_codes():
        if not raw.get(language):
            yield f"no patterns for {language!r}"
        for number, pattern in enumerate(raw.get(language, []), 1):
            yield from (f"[[{language}]] {number}: {fault}" for fault in _pattern_faults(pattern))
    for number, example in enumerate(raw.get("examples", []), 1):
        if example.keys() - EXAMPLE_KEYS or not {"lang", "text"} <= example.keys():
            yield f"[[examples]] {number}: keys must be among {', '.join(sorted(EXAMPLE_KEYS))}, lang and text among them"


def _pattern_faults(pattern: Mapping[str, Any]) -> Iterator[str]:
    if unknown := sorted(pattern.keys() - PATTERN_KEYS):
        yield f"unknown keys {', '.join(unknown)}; allowed: {', '.join(sorted(PATTERN_KEYS))}"
    if not pattern.get("id"):
        yield "key 'id' is missing"
    if sum(kind in pattern for kind in KINDS) != 1:
        yield f"exactly one of {' or '.join(KINDS)} must list the trigger words"
    for key in KINDS:
        if short := [word for word in pattern.get(key, []) if word.endswith("*") and len(word) <= PREFIX]:
            yield f"prefixes need {PREFIX} letters at least: {', '.join(short)}"
    factuality = pattern.get("factuality")
    if factuality and factuality not in set(Factuality):
        yield f"factuality {factuality!r}; allowed: {', '.join(Factuality)}"


def _frame(raw: Mapping[str, Any]) -> Frame:
    patterns = tuple(_pattern(raw["type"], language, table) for language in language_codes() for table in raw[language])
    examples = tuple(
        Example(
            raw["type"], e["lang"], e["text"], tuple(e.get("actors", ())), tuple(e.get("recipients", ())), e.get("factuality", "occurred")
        )
        for e in raw.get("examples", [])
    )
    return Frame(
        type=raw["type"],
        directed=raw.get("directed", True),
        place_as_recipient=raw.get("place_as_recipient", False),
        recipient_needed=raw.get("recipient_needed", False),
        participants_needed=raw.get("participants_needed", 1),
        present=Factuality(raw["present"]) if "present" in raw else None,
        patterns=patterns,
        examples=examples,
    )


def _pattern(type_: str, language: str, table: Mapping[str, Any]) -> Pattern:
    kind = next(kind for kind in KINDS if kind in table)

    def sets(key: str) -> Dependents:
        return {slot: frozenset(lemmas) for slot, lemmas in table.get(key, {}).items()}

    def slots(key: str) -> tuple[str, ...]:
        value: Sequence[str] = table.get(key, ())
        return tuple(value)

    return Pattern(
        rule=f"{type_.lower()}.{language}.{table['id']}",
        type=type_,
        language=language,
        kind=kind,
        words=tuple(table[kind]),
        actors=slots("actor"),
        recipients=slots("recipient"),
        need=sets("need"),
        block=sets("block"),
        factuality=Factuality(table["factuality"]) if table.get("factuality") else None,
        agentless=bool(table.get("agentless")),
        explicit=bool(table.get("explicit")),
        pair=bool(table.get("pair")),
        negated=str(table.get("negated", "")),
        place=slots("place"),
    )
