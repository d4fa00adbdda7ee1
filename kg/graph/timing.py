"""When an event that a claim speaks of may have been: the days it tells, else days around the article's publication."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from kg.document import Period
from kg.facts import Claim, Factuality

ANY_DAY = (0, date.max.toordinal())
# Days before and after publication within which an undated event lies, by factuality.
REACH = {
    Factuality.OCCURRED: (10, 1),
    Factuality.ONGOING: (30, 10),
    Factuality.PLANNED: (1, 60),
    Factuality.HYPOTHETICAL: (7, 60),
    Factuality.NEGATED: (30, 7),
    Factuality.DENIED: (30, 7),
    Factuality.ALLEGED: (30, 1),
}
PRECISE = 31
FADE = 10


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last` (proleptic ordinals). `told`: the claim says so; `known`: told, or inferred from the publication."""

    first: int
    last: int
    told: bool
    known: bool

    def overlaps(self, other: Window) -> bool:
        """Return whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def window_of(claim: Claim, published: date | Period | None) -> Window:
    """Return the days on which a claim's event may have been."""
    if claim.time:
        first, last = day(claim.time.begin), day(claim.time.end, last=True)
        if first and last and first <= last:
            return Window(first, last, told=True, known=True)
    if published is None:
        return Window(*ANY_DAY, told=False, known=False)
    before, after = REACH[claim.factuality]
    first, last = day(published.isoformat()), day(published.isoformat(), last=True)
    return Window((first or 0) - before, (last or 0) + after, told=False, known=True)


def day(value: str, *, last: bool = False) -> int | None:
    """Return the first (or last) day of an ISO 8601 year, month or day; `None` for what is none of them."""
    try:
        numbers = [int(part) for part in value.split("-")]
        year, month = numbers[0], numbers[1] if len(numbers) > 1 else 12 if last else 1
        if len(numbers) > 2:
            return date(year, month, numbers[2]).toordinal()
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1).toordinal()
    except (ValueError, calendar.IllegalMonthError):
        return None


def closeness(one: Window, other: Window, published: str, other_published: str) -> float:
    """Return how near two overlapping windows put their events, 0 to 1; what is told counts for more than what is inferred."""
    if one.told and other.told:
        return 1.0 if min(one.last - one.first, other.last - other.first) <= PRECISE and _within(one, other) else 0.5
    if one.told or other.told:
        return 0.5
    first, second = day(published), day(other_published)
    if first is None or second is None:
        return 0.5 if published == other_published else 0.0
    return 0.5 * max(0.0, 1 - abs(first - second) / FADE)


def _within(one: Window, other: Window) -> bool:
    return (one.first >= other.first and one.last <= other.last) or (other.first >= one.first and other.last <= one.last)
