"""What a time expression means: a span of days, months or years, seen from the date of publication."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kg.document import Period

WEEK, YEAR_MONTHS, DECADE, SEASON = 7, 12, 10, 3
SATURDAY = 5
LATE = 3  # months: what lies so little back is rather meant than next year's
Span = tuple[str, str]
Parts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a date is seen from.

    Attributes:
        published: the article's date, to the day, the month or the year.
        future: whether the event lies ahead (chooses the next Friday or the last).
        year: a year the article speaks of, used where there is no date of publication.
    """

    published: date | Period | None
    future: bool = False
    year: int | None = None

    @property
    def today(self) -> date | None:
        """The day of publication, if it is known to the day."""
        return self.published if isinstance(self.published, date) else None

    @property
    def month(self) -> int | None:
        """The month of publication, if it is known to the month."""
        return self.published.month if self.published else None

    def year_of(self, month: int) -> int | None:
        """Choose the year of a month without one: the nearest on the side where the event lies."""
        if self.published is None:
            return self.year
        if self.month is None:
            return self.published.year
        ahead = month - self.month
        if self.future:
            return self.published.year + (1 if ahead < -LATE else -1 if ahead > YEAR_MONTHS - LATE else 0)
        return self.published.year - (1 if ahead > 1 else 0)


def span_of(meaning: str, parts: Parts, anchor: Anchor) -> Span | None:
    """Resolve a meaning such as `date`, `month:last` or `weeks:-1`, None where text and publication do not tell.

    Args:
        meaning: a key of `RESOLVERS`, and after a colon its argument.
        parts: what the expression names: `year`, `year2`, `month` (1 to 12), `day`, `day2`, `weekday` (Monday is 0), `weekday2`, `number`,
            `quarter` (1 to 4), `season` (its first month).
        anchor: what it is seen from.
    """
    kind, _, amount = meaning.partition(":")
    return RESOLVERS[kind](parts, amount, anchor)


def _point(value: str) -> Span:
    return value, value


def _day(parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve a day of a month, or two; the argument counts years from this one ("24 November last year")."""
    year, month = _year(parts, amount, anchor), parts["month"]
    if not year or not 1 <= month <= YEAR_MONTHS:
        return None
    last = calendar.monthrange(year, month)[1]
    if not 1 <= parts["day"] <= last:
        return None
    begin = f"{year}-{month:02}-{parts['day']:02}"
    second = parts.get("day2", 0)
    return (begin, f"{year}-{month:02}-{second:02}") if parts["day"] < second <= last else _point(begin)


def _month(parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve a month, a named part of it (`first-half`, …), the `last`, `this` or `next` of its name, or one counted in years."""
    month, year = parts["month"], _year(parts, amount, anchor)
    if anchor.published and amount in NEAREST:  # "last November", "this November"
        year = anchor.published.year + NEAREST[amount](month, anchor.month) if anchor.month else None
    if not year:
        return None
    last = calendar.monthrange(year, month)[1]
    days = {"first-half": (1, 15), "second-half": (16, last), "first-week": (1, WEEK), "last-week": (last - WEEK + 1, last)}.get(amount)
    if days:
        return f"{year}-{month:02}-{days[0]:02}", f"{year}-{month:02}-{days[1]:02}"
    return _point(f"{year}-{month:02}")


def _season(parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve three months from the season's first on: "last summer", "the winter of 2021" (December to February)."""
    found = _month({**parts, "month": parts["season"]}, amount, anchor)
    return (found[0], _months_on(int(found[0][:4]), int(found[0][5:7]), SEASON - 1)) if found else None


def _quarter(parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve "the first quarter of 2023"; the argument counts years from this one where none is named."""
    year = _year({**parts, "month": 1}, amount or "0", anchor)
    last = parts["quarter"] * SEASON
    return (f"{year}-{last - SEASON + 1:02}", f"{year}-{last:02}") if year else None


NEAREST: dict[str, Callable[[int, int], int]] = {
    "last": lambda month, now: 0 if month < now else -1,
    "this": lambda month, now: 0,
    "next": lambda month, now: 0 if month > now else 1,
}


def _year(parts: Parts, amount: str, anchor: Anchor) -> int | None:
    if _counts(amount) and "year" not in parts:
        return anchor.published.year + int(amount) if anchor.published else None
    return parts.get("year") or anchor.year_of(parts["month"])


def _counts(amount: str) -> bool:
    return amount.lstrip("+-").isdecimal()


def _weekday(parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve a weekday, or two: the nearest, the `last` or `next`, or that of the week so many weeks away."""
    now = anchor.today
    if now is None:
        return None
    ahead = (parts["weekday"] - now.weekday()) % WEEK
    if _counts(amount):
        found = _monday(now, int(amount)) + timedelta(parts["weekday"])
    elif amount == "next":
        found = now + timedelta(ahead or WEEK)
    elif anchor.future and amount != "last":
        found = now + timedelta(ahead)
    else:
        back = (now.weekday() - parts["weekday"]) % WEEK
        found = now - timedelta(back or (WEEK if amount == "last" else 0))
    more = (parts["weekday2"] - parts["weekday"]) % WEEK if "weekday2" in parts else 0
    return found.isoformat(), (found + timedelta(more)).isoformat()


def _weekend(_parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve the weekend of the week so many weeks away; without a number the next one, or the last."""
    now = anchor.today
    if now is None:
        return None
    ahead = int(amount) if _counts(amount) else 0 if anchor.future or now.weekday() >= SATURDAY else -1
    saturday = _monday(now, ahead) + timedelta(SATURDAY)
    return saturday.isoformat(), (saturday + timedelta(1)).isoformat()


def _monday(now: date, weeks: int) -> date:
    return now - timedelta(now.weekday()) + timedelta(WEEK * weeks)


def _moved(unit: str) -> Callable[[Parts, str, Anchor], Span | None]:
    """Make a resolver of so many units from now: "yesterday", "three weeks ago"."""

    def resolve(parts: Parts, amount: str, anchor: Anchor) -> Span | None:
        published, today = anchor.published, anchor.today
        count = int(amount) if _counts(amount) else parts["number"] * (1 if amount == "ahead" else -1)
        if published and unit == "year":
            return _point(str(published.year + count))
        if published and anchor.month and unit == "month":
            return _point(_months_on(published.year, anchor.month, count))
        if today and unit == "day":
            return _point((today + timedelta(count)).isoformat())
        if today and unit == "week":
            monday = _monday(today, count)
            return monday.isoformat(), (monday + timedelta(WEEK - 1)).isoformat()
        return None

    return resolve


def _months_on(year: int, month: int, count: int) -> str:
    index = year * YEAR_MONTHS + month - 1 + count
    return f"{index // YEAR_MONTHS}-{index % YEAR_MONTHS + 1:02}"


def _past(parts: Parts, unit: str, anchor: Anchor) -> Span | None:
    """Resolve "the past three years" (`years`, `decades`, `months`, `weeks` or `days`): from then until publication."""
    published, today, count = anchor.published, anchor.today, parts["number"]
    if published and unit in {"years", "decades"}:
        return str(published.year - count * (DECADE if unit == "decades" else 1)), str(published.year)
    if published and anchor.month and unit == "months":
        return _months_on(published.year, anchor.month, -count), _months_on(published.year, anchor.month, 0)
    if today and unit in {"weeks", "days"}:
        return (today - timedelta(count * (WEEK if unit == "weeks" else 1))).isoformat(), today.isoformat()
    return None


def _first_months(parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve "the first five months of 2016"; the argument counts years from this one where none is named."""
    year = parts.get("year") or (anchor.published.year + int(amount or 0) if anchor.published else anchor.year)
    return (f"{year}-01", f"{year}-{parts['number']:02}") if year and 1 <= parts["number"] <= YEAR_MONTHS else None


def _calendar_year(parts: Parts, _amount: str, _anchor: Anchor) -> Span | None:
    """Resolve a year, or from one to another."""
    last = parts.get("year2", 0)
    return str(parts["year"]), str(last if last > parts["year"] else parts["year"])


def _decade(parts: Parts, amount: str, _anchor: Anchor) -> Span | None:
    begin = parts["year"] + (DECADE // 2 if amount == "second-half" else 0)
    return str(begin), str(parts["year"] + (DECADE // 2 if amount == "first-half" else DECADE) - 1)


def _coming(_parts: Parts, amount: str, anchor: Anchor) -> Span | None:
    """Resolve "the coming days": from publication on, that many days."""
    now = anchor.today
    return (now.isoformat(), (now + timedelta(int(amount))).isoformat()) if now else None


RESOLVERS: dict[str, Callable[[Parts, str, Anchor], Span | None]] = {
    "date": _day, "month": _month, "weekday": _weekday, "year": _calendar_year, "decade": _decade, "coming": _coming, "past": _past,
    "first-months": _first_months, "quarter": _quarter, "season": _season, "weekend": _weekend,
    "days": _moved("day"), "weeks": _moved("week"), "months": _moved("month"), "years": _moved("year"),
}  # fmt: skip
