"""When: time expressions of a sentence, resolved against the publication date or the article's own years, as coarse as the text.

Expressions are data (`[calendar]` and `[time]` of a language pack): a template such as `{day} {month} {year}` and what it means.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from kg.facts import TimeSpan
from kg.language import language_pack

YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
DAY = r"(?P<day>[0-3]?\d)"
DAY2 = r"(?P<day2>[0-3]?\d)"
WEEK = 7
NO_TIME = "none"  # a phrase that names a time but does not say when ("since 2018")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A phrase that says when: its offsets in the article, what it means, and the parts it names."""

    start: int
    end: int
    text: str
    meaning: str
    parts: Mapping[str, int]

    def resolve(self, published: date | None, *, future: bool = False, year: int | None = None) -> TimeSpan | None:
        """Return the span meant, or None where the text and the date of publication do not tell.

        Args:
            published: the article's date.
            future: whether the event lies ahead (chooses the next Friday or the last).
            year: a year the article speaks of, used where there is no date of publication.
        """
        kind, _, amount = self.meaning.partition(":")
        span = RESOLVERS[kind](dict(self.parts), amount, published, future, year)
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
    names = {key: "|".join(sorted(map(re.escape, tables[f"{key}s"]), key=len, reverse=True)) for key in ("month", "weekday", "number")}
    slots = {"year": YEAR, "day": DAY, "day2": DAY2, "month": f"(?P<month>{names['month']})", "weekday": f"(?P<weekday>{names['weekday']})",
             "number": f"(?P<number>{names['number']}|\\d{{1,2}})"}  # fmt: skip
    slots["suffix"] = tables.get("suffix", "")
    built = []
    for entry in pack.section("time").get("expressions", []):
        source = re.sub(r"\{(\w+)\}", lambda match: slots[match[1]], entry["match"].replace(" ", r"\s+"))
        built.append((re.compile(rf"(?<![\w])(?P<all>{source})(?!\w)"), entry["means"]))
    return tuple(built)


def _parts(match: re.Match[str], language: str) -> dict[str, int]:
    tables: Any = language_pack(language).section("calendar")
    parts = {}
    for key, value in match.groupdict().items():
        if key == "all" or value is None:
            continue
        parts[key] = int(value) if value.isdecimal() else tables[f"{key}s"][value]
    return parts


Span = tuple[str, str]
Resolver = Callable[[dict[str, int], str, date | None, bool, int | None], "Span | None"]


def _point(value: str) -> Span:
    return value, value


def _day(parts: dict[str, int], _amount: str, published: date | None, future: bool, year: int | None) -> Span | None:
    """Resolve a day of a month, or two, with or without a year."""
    found = parts.get("year") or _year_of(parts["month"], parts.get("day", 1), published, future, year)
    if not found:
        return None
    last = calendar.monthrange(found, parts["month"])[1]
    if not 1 <= parts["day"] <= last:
        return None
    begin = f"{found}-{parts['month']:02}-{parts['day']:02}"
    second = parts.get("day2", 0)
    return (begin, f"{found}-{parts['month']:02}-{second:02}") if parts["day"] < second <= last else _point(begin)


def _month(parts: dict[str, int], amount: str, published: date | None, future: bool, year: int | None) -> Span | None:
    """Resolve a month, a named part of it (`first-half`, `first-week`, …), or the `last`, `this` or `next` of its name."""
    month = parts["month"]
    found = parts.get("year") or _year_of(month, 15, published, future, year)
    if published and amount in NEAREST:  # "last November", "this November"
        found = published.year + NEAREST[amount](month, published.month)
    if not found:
        return None
    last = calendar.monthrange(found, month)[1]
    days = {"first-half": (1, 15), "second-half": (16, last), "first-week": (1, WEEK), "last-week": (last - WEEK + 1, last)}.get(amount)
    if days:
        return f"{found}-{month:02}-{days[0]:02}", f"{found}-{month:02}-{days[1]:02}"
    return _point(f"{found}-{month:02}")


NEAREST: dict[str, Callable[[int, int], int]] = {
    "last": lambda month, now: 0 if month < now else -1,
    "this": lambda month, now: 0,
    "next": lambda month, now: 0 if month > now else 1,
}


def _year_of(month: int, day: int, published: date | None, future: bool, year: int | None) -> int | None:
    """Choose the year of a date without one: the nearest on the side where the event lies."""
    if published is None:
        return year
    passed = (month, day) < (published.month, published.day)
    if future:
        return published.year + (1 if passed and month != published.month else 0)
    return published.year - (1 if not passed and (month - published.month) > 1 else 0)


def _weekday(parts: dict[str, int], amount: str, published: date | None, future: bool, _year: int | None) -> Span | None:
    if published is None:
        return None
    ahead = (parts["weekday"] - published.weekday()) % WEEK
    if amount == "next" or (future and amount != "last"):
        return _point((published + timedelta(ahead or WEEK)).isoformat())
    back = (published.weekday() - parts["weekday"]) % WEEK
    return _point((published - timedelta(back or (WEEK if amount == "last" else 0))).isoformat())


def _offset(unit: str) -> Resolver:
    def resolve(parts: dict[str, int], amount: str, published: date | None, _future: bool, _year: int | None) -> Span | None:
        if published is None:
            return None
        count = -parts["number"] if amount == "ago" else int(amount)
        if unit == "day":
            return _point((published + timedelta(count)).isoformat())
        if unit == "week":
            monday = published - timedelta(published.weekday()) + timedelta(WEEK * count)
            return monday.isoformat(), (monday + timedelta(WEEK - 1)).isoformat()
        if unit == "month":
            index = published.year * 12 + published.month - 1 + count
            return _point(f"{index // 12}-{index % 12 + 1:02}")
        return _point(str(published.year + count))

    return resolve


def _calendar_year(parts: dict[str, int], _amount: str, _published: date | None, _future: bool, _year: int | None) -> Span | None:
    return _point(str(parts["year"]))


def _decade(parts: dict[str, int], _amount: str, _published: date | None, _future: bool, _year: int | None) -> Span | None:
    return str(parts["year"]), str(parts["year"] + 9)


def _coming(_parts: dict[str, int], amount: str, published: date | None, _future: bool, _year: int | None) -> Span | None:
    """Resolve "the coming days": from publication on, that many days."""
    return (published.isoformat(), (published + timedelta(int(amount))).isoformat()) if published else None


RESOLVERS: dict[str, Resolver] = {
    "date": _day, "month": _month, "weekday": _weekday, "year": _calendar_year, "decade": _decade, "coming": _coming,
    "days": _offset("day"), "weeks": _offset("week"), "months": _offset("month"), "years": _offset("year"),
}  # fmt: skip


def years(text: str) -> Iterator[int]:
    """Yield the years a text names."""
    return (int(match[0]) for match in re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))
