"""Passages of news annotated with mentions and claims: JSON Lines, one passage a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.document import Article, Period, published_on
from kg.errors import DataError
from kg.extract.frames import Frames
from kg.language import language_codes


@dataclass(frozen=True, slots=True)
class Passage:
    """One annotated passage. Passages that share a `pair` say the same in two languages; `published` is None where not known."""

    id: str
    pair: str
    language: str
    text: str
    published: date | Period | None
    mentions: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]

    @property
    def article(self) -> Article:
        """The passage as an article to read."""
        return Article(self.id, self.text, self.language, self.published)


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file; where a line has no `lang`, the file is named after it (`tr.jsonl`).

    Raises:
        DataError: a line that is no annotated passage; the message has its number.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield _passage(json.loads(line), path.stem)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            needs = f"id, text, lang ({' or '.join(language_codes())}), mentions with start and end, claims with a type"
            raise DataError(f"{path}:{number}: no annotated passage ({error!r}); it needs {needs}") from error


def frame_examples(frames: Frames) -> Iterator[Passage]:
    """Yield the examples of the event frames as passages of one claim each."""
    for frame in frames.by_type.values():
        for number, example in enumerate(frame.examples):
            claim = {"type": frame.type, "actors": example.actors, "recipients": example.recipients, "factuality": example.factuality}
            name = f"{frame.type.lower()}-{number}"
            yield Passage(name, name, example.language, example.text, None, [], [claim])


def _passage(record: Mapping[str, Any], name: str) -> Passage:
    language, published = record.get("lang", name), record.get("published") or ""
    if language not in language_codes():
        raise ValueError(f"language {language!r}")
    mentions, claims = record.get("mentions", []), record.get("claims", [])
    if not all(mention["start"] < mention["end"] for mention in mentions) or not all(claim["type"] for claim in claims):
        raise ValueError("an empty mention or a claim without type")
    claims = [_placed(claim, record["text"]) for claim in claims]
    when = published_on(published) if published else None
    return Passage(record["id"], record.get("pair") or record["id"], language, record["text"], when, mentions, claims)


def _placed(claim: Mapping[str, Any], text: str) -> Mapping[str, Any]:
    """Give a claim that names only its trigger the offsets of it."""
    trigger = claim.get("trigger", "")
    if "end" in claim or not trigger:
        return claim
    start = claim.get("start", text.find(trigger))
    if text[start : start + len(trigger)] != trigger:
        raise ValueError(f"trigger {trigger!r} is not in the text")
    return {**claim, "start": start, "end": start + len(trigger)}
