"""When: time expressions of a sentence, resolved against the publication date or the article's own years, as coarse as the text.

Expressions are data (`[calendar]` and `[time]` of a language pack): a template such as `{day} {month} {year}` and what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from kg.extract.dates import Anchor, span_of
from kg.facts import TimeSpan
from kg.language import language_pack

YEAR, DAY = r"(?:1[6-9]|20)\d\d", r"[0-3]?\d"
NAMED = ("month", "weekday", "number", "quarter", "season")  # what a language pack has words for
NO_TIME = "none"  # a phrase that names a time but does not say when ("since 2018")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A phrase that says when: its offsets in the article, what it means, and the parts it names."""

    start: int
    end: int
    text: str
    meaning: str
    parts: Mapping[str, int]

    def resolve(self, anchor: Anchor) -> TimeSpan | None:
        """Return the span meant, or None where the text and the date of publication do not tell."""
        span = span_of(self.meaning, self.parts, anchor)
        return TimeSpan(*span, self.text) if span else None


def time_expressions(text: str, language: str, offset: int = 0) -> list[TimeExpression]:
    """Return the time expressions of a text, longest first where they overlap, in text order; offsets start at `offset`."""
    found: list[TimeExpression] = []
    pack = language_pack(language)
    lowered = pack.lower(text)
    if len(lowered) != len(text):  # an exotic letter changed length: offsets would lie
        lowered = text
    for pattern, meaning in _patterns(language):
        for match in pattern.finditer(lowered):
            start, end = match.span("all")
            if all(end <= e.start - offset or start >= e.end - offset for e in found):
                parts = _parts(match, language)
                found.append(TimeExpression(offset + start, offset + end, text[start:end], meaning, parts))
    return sorted((e for e in found if e.meaning != NO_TIME), key=lambda e: e.start)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pack = language_pack(language)
    tables: Any = pack.section("calendar")
    names = {key: "|".join(sorted(map(re.escape, tables[f"{key}s"]), key=len, reverse=True)) for key in NAMED}
    values = {**names, "year": YEAR, "day": DAY, "number": f"{names['number']}|\\d{{1,2}}"}
    values |= {f"{key}2": values[key] for key in ("year", "day", "weekday")}
    built = []
    for entry in pack.section("time").get("expressions", []):
        source = re.sub(r"\{suffix\}", lambda _: tables.get("suffix", ""), entry["match"].replace(" ", r"\s+"))
        order = count()  # a part may stand in each of two alternatives, a group's name only once
        source = re.sub(r"\{(\w+)\}", lambda match: f"(?P<{match[1]}_{next(order)}>{values[match[1]]})", source)  # noqa: B023 - called at once
        built.append((re.compile(rf"(?<![\w])(?P<all>{source})(?!\w)"), entry["means"]))
    return tuple(built)


def _parts(match: re.Match[str], language: str) -> dict[str, int]:
    tables: Any = language_pack(language).section("calendar")
    parts = {}
    for group, value in match.groupdict().items():
        key = group.split("_")[0]
        if key != "all" and value is not None:
            parts[key] = int(value) if value.isdecimal() else tables[f"{key.rstrip('2')}s"][value]
    return parts


def years(text: str) -> Iterator[int]:
    """Yield the years a text names."""
    return (int(match[0]) for match in re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
